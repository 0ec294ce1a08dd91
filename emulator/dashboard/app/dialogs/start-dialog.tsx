import type { Tags } from "../../../core/history-event.ts";
import { write } from "../api.ts";
import { Dialog } from "./dialog.tsx";
import { JsonField, TextField, useField } from "./field.tsx";
import { tagsOf, tagsText } from "./tags-text.ts";

interface StartDialogProps {
  readonly hub: string;
  /** Names that are likely. */
  readonly names: readonly string[];
  readonly like?: Model;
  readonly onClose: () => void;
  readonly onStarted: (instanceId: string) => void;
}

/** An earlier orchestration to start another one like. */
interface Model {
  readonly name: string;
  readonly version: string;
  readonly input: string;
  readonly tags: Tags;
}

export function StartDialog({ hub, names, like, onClose, onStarted }: StartDialogProps) {
  const name = useField(like?.name);
  const instanceId = useField();
  const version = useField(like?.version);
  const input = useField(like?.input);
  const tags = useField(tagsText(like?.tags ?? {}));
  const start = useField();

  const submit = async () => {
    const started = await write<{ readonly instanceId: string }>(
      "instances",
      { hub },
      {
        name: name.value.trim(),
        instanceId: instanceId.value.trim() || null,
        version: version.value.trim() || null,
        input: input.value || null,
        tags: tagsOf(tags.value),
        scheduledStart: start.value === "" ? null : new Date(start.value).getTime(),
      },
    );
    if (started !== undefined) onStarted(started.instanceId);
  };
  return (
    <Dialog title="Start an orchestration" action="Start" onSubmit={submit} onClose={onClose}>
      <TextField label="Name" field={name} required list="orchestration-names" />
      <datalist id="orchestration-names">
        {names.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
      <JsonField label="Input" field={input} hint="JSON; empty for none" />
      <details>
        <summary>More</summary>
        <TextField label="Instance id" field={instanceId} hint="Empty: a new one is made" />
        <TextField label="Version" field={version} />
        <TextField label="Tags" field={tags} placeholder="team=billing, region=west" />
        <TextField label="Start at" field={start} type="datetime-local" hint="Empty: at once" />
      </details>
    </Dialog>
  );
}
