import { useState } from "preact/hooks";
import { Dialog } from "../dialogs/dialog.tsx";
import { countText } from "../format.ts";
import type { BulkAction } from "./bulk-actions.ts";
import type { Selection } from "./use-selection.ts";

interface BulkBarProps {
  readonly hub: string;
  readonly selection: Selection;
  readonly actions: readonly BulkAction[];
}

const namedMax = 5;

/** What can be done to the selected rows; says afterwards what came of it. */
export function BulkBar({ hub, selection, actions }: BulkBarProps) {
  const [opened, setOpened] = useState<BulkAction>();
  const [done, setDone] = useState("");
  const { ids } = selection;

  const submit = async ({ title, act }: BulkAction) => {
    const failed = await act(hub, ids);
    setDone(outcome(title, ids.length, failed));
    selection.clear();
  };
  return (
    <>
      <p class="done" role="status">
        {done}
      </p>
      {ids.length > 0 && (
        <section class="bulk-bar" aria-label="Selected">
          <strong>{countText(ids.length)} selected</strong>
          {actions.map((action) => (
            <button
              key={action.title}
              type="button"
              class={`button ${action.danger === true ? "danger-text" : ""}`}
              onClick={() => setOpened(action)}
            >
              {action.title}
            </button>
          ))}
          <span class="grow" />
          <button type="button" class="button quiet-button" onClick={selection.clear}>
            Clear
          </button>
        </section>
      )}
      {opened !== undefined && (
        <Dialog
          title={`${opened.title} ${countText(ids.length)} selected`}
          action={opened.title}
          danger={opened.danger === true}
          onSubmit={() => submit(opened)}
          onClose={() => setOpened(undefined)}
        >
          <p>{opened.text}</p>
        </Dialog>
      )}
    </>
  );
}

function outcome(title: string, total: number, failed: readonly string[]): string {
  const text = `${title}: ${countText(total - failed.length)} of ${countText(total)} done.`;
  if (failed.length === 0) return text;
  const more = failed.length > namedMax ? ` and ${countText(failed.length - namedMax)} more` : "";
  return `${text} Not possible for ${failed.slice(0, namedMax).join(", ")}${more}.`;
}
