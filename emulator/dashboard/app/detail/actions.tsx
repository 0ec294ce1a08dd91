import { useState } from "preact/hooks";
import type { Status } from "../../../core/status.ts";
import type { DetailView } from "../../views.ts";
import {
  EventDialog,
  ResumeDialog,
  SuspendDialog,
  TerminateDialog,
} from "../dialogs/command-dialogs.tsx";
import { PurgeDialog, RestartDialog, RewindDialog } from "../dialogs/ended-dialogs.tsx";
import { StartDialog } from "../dialogs/start-dialog.tsx";
import { Icon, type IconName } from "../icons.tsx";
import { go } from "../navigation.tsx";
import { detailPath } from "../route.ts";

const dialogs = {
  event: EventDialog,
  suspend: SuspendDialog,
  resume: ResumeDialog,
  terminate: TerminateDialog,
  rewind: RewindDialog,
  restart: RestartDialog,
  purge: PurgeDialog,
} as const;

type Opened = keyof typeof dialogs | "again";

interface ActionButton {
  readonly opens: Opened;
  readonly title: string;
  readonly icon: IconName;
  readonly look?: "primary" | "danger-text";
}

const terminate: ActionButton = {
  opens: "terminate",
  title: "Terminate",
  icon: "stop",
  look: "danger-text",
};
const raise: ActionButton = {
  opens: "event",
  title: "Raise event",
  icon: "send",
  look: "primary",
};
const going: readonly ActionButton[] = [
  raise,
  { opens: "suspend", title: "Suspend", icon: "pause" },
  terminate,
];
const ended: readonly ActionButton[] = [
  { opens: "restart", title: "Restart", icon: "play" },
  { opens: "again", title: "Start another like this", icon: "plus" },
  { opens: "purge", title: "Purge", icon: "close", look: "danger-text" },
];

/** What can be done to an orchestration in its status. */
const buttons: Readonly<Record<Status, readonly ActionButton[]>> = {
  pending: going,
  running: going,
  suspended: [raise, { opens: "resume", title: "Resume", icon: "play" }, terminate],
  completed: ended,
  failed: [{ opens: "rewind", title: "Rewind", icon: "left", look: "primary" }, ...ended],
  terminated: ended,
};

export function Actions({ hub, detail }: { readonly hub: string; readonly detail: DetailView }) {
  const [opened, setOpened] = useState<Opened>();
  const [done, setDone] = useState("");
  const { instance } = detail;
  const close = () => setOpened(undefined);
  const Command = opened === undefined || opened === "again" ? undefined : dialogs[opened];

  return (
    <div class="actions">
      {buttons[instance.status].map(({ opens, title, icon, look = "" }) => (
        <button key={opens} type="button" class={`button ${look}`} onClick={() => setOpened(opens)}>
          <Icon name={icon} />
          {title}
        </button>
      ))}
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
