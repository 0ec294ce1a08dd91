import { useState } from "preact/hooks";
import { isTerminal } from "../../../core/status.ts";
import type { DetailView } from "../../views.ts";
import {
  EventDialog,
  ResumeDialog,
  SuspendDialog,
  TerminateDialog,
} from "../dialogs/command-dialogs.tsx";
import { StartDialog } from "../dialogs/start-dialog.tsx";
import { Icon } from "../icons.tsx";
import { go } from "../navigation.tsx";
import { detailPath } from "../route.ts";

const dialogs = {
  event: EventDialog,
  suspend: SuspendDialog,
  resume: ResumeDialog,
  terminate: TerminateDialog,
} as const;

type Opened = keyof typeof dialogs | "again" | undefined;

/** What can be done to an orchestration in its status; an ended one can only be started again. */
export function Actions({ hub, detail }: { readonly hub: string; readonly detail: DetailView }) {
  const [opened, setOpened] = useState<Opened>();
  const [done, setDone] = useState("");
  const { instance } = detail;
  const close = () => setOpened(undefined);
  const Command = opened === undefined || opened === "again" ? undefined : dialogs[opened];

  return (
    <div class="actions">
      {isTerminal(instance.status) ? (
        <button type="button" class="button" onClick={() => setOpened("again")}>
          <Icon name="plus" />
          Start another like this
        </button>
      ) : (
        <>
          <button type="button" class="button primary" onClick={() => setOpened("event")}>
            <Icon name="send" />
            Raise event
          </button>
          {instance.status === "suspended" ? (
            <button type="button" class="button" onClick={() => setOpened("resume")}>
              <Icon name="play" />
              Resume
            </button>
          ) : (
            <button type="button" class="button" onClick={() => setOpened("suspend")}>
              <Icon name="pause" />
              Suspend
            </button>
          )}
          <button type="button" class="button danger-text" onClick={() => setOpened("terminate")}>
            <Icon name="stop" />
            Terminate
          </button>
        </>
      )}
      <p class="done" role="status">
        {done}
      </p>
      {Command !== undefined && (
        <Command hub={hub} id={instance.instanceId} onClose={close} onDone={setDone} />
      )}
      {opened === "again" && (
        <StartDialog
          hub={hub}
          names={[instance.name]}
          like={{
            name: instance.name,
            version: instance.version ?? "",
            input: detail.input?.text ?? "",
            tags: instance.tags,
          }}
          onClose={close}
          onStarted={(instanceId) => go(detailPath(hub, instanceId))}
        />
      )}
    </div>
  );
}
