import type { OverviewView } from "../views.ts";
import { CopyButton } from "./copy-button.tsx";
import type { Live, LiveState } from "./live.ts";
import { go, Link } from "./navigation.tsx";
import { listPath, type Section, sectionPath, sections } from "./route.ts";

interface TopBarProps {
  readonly overview: OverviewView | undefined;
  readonly hub: string | undefined;
  readonly section: Section | undefined;
  readonly live: Live;
}

export function TopBar({ overview, hub, section, live }: TopBarProps) {
  return (
    <header class="top-bar">
      <a class="skip" href="#main">
        Skip to content
      </a>
      <Link to={hub === undefined ? "/" : listPath(hub)} class="brand">
        <img src="/favicon.svg" alt="" width="26" height="26" />
        <span>Durable Task Kit</span>
        <small class="quiet">{overview?.version}</small>
      </Link>
      {hub !== undefined && (
        <>
          <HubSwitcher hub={hub} hubs={overview?.taskHubs ?? []} section={section} />
          <Sections hub={hub} section={section} />
        </>
      )}
      <span class="grow" />
      {overview !== undefined && hub !== undefined && (
        <CopyButton
          text={connectionString(overview, hub)}
          label="Copy connection string"
          title={connectionString(overview, hub)}
        />
      )}
      {hub !== undefined && <LiveSwitch live={live} />}
    </header>
  );
}

/** "Every address" is one to listen on, not one to connect to: the page's own host is reachable. */
export function connectionString(overview: OverviewView, hub: string): string {
  const endpoint = new URL(overview.endpoint);
  if (["0.0.0.0", "[::]"].includes(endpoint.hostname)) endpoint.hostname = location.hostname;
  return `Endpoint=${endpoint.origin};TaskHub=${hub};Authentication=None`;
}

interface SectionsProps {
  readonly hub: string;
  readonly section: Section | undefined;
}

function Sections({ hub, section }: SectionsProps) {
  return (
    <nav class="sections" aria-label="Sections">
      {sectionNames.map((name) => (
        <Link key={name} to={sectionPath(hub, name)} current={name === section}>
          {sections[name].title}
        </Link>
      ))}
    </nav>
  );
}

const sectionNames = Object.keys(sections) as readonly Section[];

interface HubSwitcherProps extends SectionsProps {
  readonly hubs: readonly string[];
}

function HubSwitcher({ hub, hubs, section = "orchestrations" }: HubSwitcherProps) {
  const choices = hubs.includes(hub) ? hubs : [hub, ...hubs];
  return (
    <label class="hub-switcher">
      <span class="quiet">Task hub</span>
      <select value={hub} onChange={(event) => go(sectionPath(event.currentTarget.value, section))}>
        {choices.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const liveTexts: Readonly<Record<LiveState, string>> = {
  connecting: "Connecting",
  live: "Live",
  paused: "Paused",
  lost: "Reconnecting",
};

function LiveSwitch({ live }: { readonly live: Live }) {
  const paused = live.state === "paused";
  const title = paused ? "Resume live updates" : "Pause live updates";
  return (
    <button
      type="button"
      class={`live-switch ${live.state}`}
      aria-pressed={!paused}
      title={title}
      onClick={() => live.setPaused(!paused)}
    >
      <span class="dot" aria-hidden="true" />
      {liveTexts[live.state]}
    </button>
  );
}
