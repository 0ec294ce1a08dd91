import { useState } from "preact/hooks";
import { callHub } from "../api.ts";
import { go } from "../navigation.tsx";
import { detailPath, listPath } from "../route.ts";
import type { CommandDialogProps } from "./command-dialogs.tsx";
import { Dialog } from "./dialog.tsx";
import { TextField, useField } from "./field.tsx";

export function RewindDialog({ hub, id, onClose, onDone }: CommandDialogProps) {
  const reason = useField();
  const submit = async () => {
    const body = { executionRewound: { reason: reason.value || null } };
    await callHub(hub, "POST", `${pathOf(id)}/history`, { body });
    onDone("The orchestration goes on from where it failed.");
  };
  return (
    <Dialog title="Rewind" action="Rewind" onSubmit={submit} onClose={onClose}>
      <p>What failed runs once more; what has completed stays completed.</p>
      <TextField label="Reason" field={reason} hint="Optional; kept in the history" />
    </Dialog>
  );
}

export function RestartDialog({ hub, id, onClose }: CommandDialogProps) {
  const [isNew, setNew] = useState(true);
  const submit = async () => {
    const body = { restartWithNewInstanceId: isNew };
    const answer = await callHub(hub, "POST", `${pathOf(id)}/restart`, { body });
    const { instanceId } = (await answer.json()) as { readonly instanceId: string };
    go(detailPath(hub, instanceId));
  };
  return (
    <Dialog title="Restart" action="Restart" danger={!isNew} onSubmit={submit} onClose={onClose}>
      <p>The same orchestration runs once more with the same input.</p>
      <label class="check">
        <input
          type="checkbox"
          checked={isNew}
          onChange={(event) => setNew(event.currentTarget.checked)}
        />
        Under a new instance id, so that this one is kept
      </label>
    </Dialog>
  );
}

export function PurgeDialog({ hub, id, onClose }: CommandDialogProps) {
  const submit = async () => {
    await callHub(hub, "DELETE", pathOf(id));
    go(listPath(hub));
  };
  return (
    <Dialog title="Purge" action="Purge" danger onSubmit={submit} onClose={onClose}>
      <p>It is forgotten, with its input, output and history. Its sub-orchestrations stay.</p>
    </Dialog>
  );
}

function pathOf(id: string): string {
  return `orchestrations/${encodeURIComponent(id)}`;
}
