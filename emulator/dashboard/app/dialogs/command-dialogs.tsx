import { useState } from "preact/hooks";
import { callHub, write } from "../api.ts";
import { Dialog } from "./dialog.tsx";
import { JsonField, TextField, useField } from "./field.tsx";

export interface CommandDialogProps {
  readonly hub: string;
  readonly id: string;
  readonly onClose: () => void;
  /** Told in words what was done. */
  readonly onDone: (text: string) => void;
}

export function EventDialog({ hub, id, onClose, onDone }: CommandDialogProps) {
  const name = useField();
  const input = useField();
  const submit = async () => {
    const body = { name: name.value.trim(), input: input.value || null };
    await write("instance/events", { hub, id }, body);
    onDone(`Event “${body.name}” was sent.`);
  };
  return (
    <Dialog title="Raise an event" action="Raise event" onSubmit={submit} onClose={onClose}>
      <TextField label="Event name" field={name} required hint="As the orchestrator waits for it" />
      <JsonField label="Data" field={input} hint="JSON; empty for none" />
    </Dialog>
  );
}

export function SuspendDialog({ hub, id, onClose, onDone }: CommandDialogProps) {
  const reason = useField();
  const submit = async () => {
    await write("instance/suspend", { hub, id }, { reason: reason.value || null });
    onDone("The orchestration was suspended. What arrives meanwhile waits until it is resumed.");
  };
  return (
    <Dialog title="Suspend" action="Suspend" onSubmit={submit} onClose={onClose}>
      <TextField label="Reason" field={reason} hint="Optional; kept in the history" />
    </Dialog>
  );
}

export function ResumeDialog({ hub, id, onClose, onDone }: CommandDialogProps) {
  const reason = useField();
  const submit = async () => {
    await write("instance/resume", { hub, id }, { reason: reason.value || null });
    onDone("The orchestration was resumed.");
  };
  return (
    <Dialog title="Resume" action="Resume" onSubmit={submit} onClose={onClose}>
      <TextField label="Reason" field={reason} hint="Optional; kept in the history" />
    </Dialog>
  );
}

export function TerminateDialog({ hub, id, onClose, onDone }: CommandDialogProps) {
  const output = useField();
  const [recursive, setRecursive] = useState(true);
  const [forced, setForced] = useState(false);
  const submit = async () => {
    if (forced) {
      const body = { InstanceIds: [id], Reason: output.value || null };
      const answer = await callHub(hub, "POST", "orchestrations/forceterminate", { body });
      if (((await answer.json()) as readonly string[]).includes(id)) throw new Error(notForced);
      onDone("The orchestration was ended.");
      return;
    }
    await write("instance/terminate", { hub, id }, { output: output.value || null, recursive });
    onDone("The orchestration was told to terminate.");
  };
  return (
    <Dialog title="Terminate" action="Terminate" danger onSubmit={submit} onClose={onClose}>
      <p>It ends as it is. Activities that run now finish, but their results are dropped.</p>
      <JsonField label="Output" field={output} hint="JSON; optional, kept as its output" />
      <label class="check">
        <input
          type="checkbox"
          checked={recursive && !forced}
          disabled={forced}
          onChange={(event) => setRecursive(event.currentTarget.checked)}
        />
        Also terminate its sub-orchestrations
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={forced}
          onChange={(event) => setForced(event.currentTarget.checked)}
        />
        At once, without its worker: for one that is stuck
      </label>
    </Dialog>
  );
}

const notForced =
  "It holds a lock on an entity, or has ended. Terminate it without ending it at once.";
