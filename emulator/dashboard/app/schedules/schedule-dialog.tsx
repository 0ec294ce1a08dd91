import { useState } from "preact/hooks";
import { callHub } from "../api.ts";
import { Dialog } from "../dialogs/dialog.tsx";
import { JsonField, TextField, useField } from "../dialogs/field.tsx";

interface ScheduleDialogProps {
  readonly hub: string;
  readonly onClose: () => void;
  readonly onDone: (text: string) => void;
}

export function ScheduleDialog({ hub, onClose, onDone }: ScheduleDialogProps) {
  const id = useField();
  const name = useField();
  const interval = useField("00:05:00");
  const input = useField();
  const start = useField();
  const end = useField();
  const [atOnce, setAtOnce] = useState(false);

  const submit = async () => {
    const body = {
      ScheduleId: id.value.trim(),
      OrchestrationName: name.value.trim(),
      Interval: interval.value.trim(),
      OrchestrationInput: input.value || null,
      StartAt: timeOf(start.value),
      EndAt: timeOf(end.value),
      StartImmediatelyIfLate: atOnce,
    };
    await callHub(hub, "POST", "schedules", { body });
    onDone(`Schedule “${body.ScheduleId}” was sent to its worker.`);
  };
  return (
    <Dialog title="Create a schedule" action="Create" onSubmit={submit} onClose={onClose}>
      <TextField label="Schedule id" field={id} required hint="One that exists is replaced" />
      <TextField label="Orchestration" field={name} required hint="The name to start" />
      <TextField label="Every" field={interval} required hint="[days.]hours:minutes:seconds" />
      <JsonField label="Input" field={input} hint="JSON; empty for none" />
      <label class="check">
        <input
          type="checkbox"
          checked={atOnce}
          onChange={(event) => setAtOnce(event.currentTarget.checked)}
        />
        Start the first at once
      </label>
      <details>
        <summary>More</summary>
        <TextField label="From" field={start} type="datetime-local" hint="Empty: from now on" />
        <TextField label="Until" field={end} type="datetime-local" hint="Empty: for ever" />
      </details>
    </Dialog>
  );
}

function timeOf(local: string): string | null {
  return local === "" ? null : new Date(local).toISOString();
}
