import { useEffect, useState } from "preact/hooks";
import type { EntityJson } from "../../../rest/entity-json.ts";
import { ApiFault, callHub } from "../api.ts";
import { Ago } from "../clock.tsx";
import { CopyButton } from "../copy-button.tsx";
import { Fact } from "../detail/facts.tsx";
import { JsonText } from "../detail/json-text.tsx";
import { Dialog } from "../dialogs/dialog.tsx";
import { countText } from "../format.ts";
import { Icon } from "../icons.tsx";
import { type Live, useLoaded } from "../live.ts";
import { go, Link } from "../navigation.tsx";
import { detailPath, sectionPath } from "../route.ts";
import { partsOf } from "./parts-of.ts";

interface EntityPageProps {
  readonly hub: string;
  readonly id: string;
  readonly live: Live;
}

interface EntityView {
  readonly entity: EntityJson;
  /** Undefined when it has none. */
  readonly state: string | undefined;
}

export function EntityPage({ hub, id, live }: EntityPageProps) {
  const { data, error } = useLoaded(
    "entity",
    (signal) => readEntity(hub, id, signal),
    live,
    (changes) => changes.all || changes.instanceIds.includes(id),
  );
  const { name, key } = partsOf(id);
  useEffect(() => {
    document.title = `${name} ${key} · ${hub}`;
  }, [name, key, hub]);
  return (
    <>
      <Link to={sectionPath(hub, "entities")} class="way-back">
        <Icon name="left" />
        Entities
      </Link>
      {error !== undefined && (
        <p class="notice bad" role="alert">
          {error.message}
        </p>
      )}
      {data !== undefined && error === undefined && <Detail hub={hub} view={data} />}
    </>
  );
}

async function readEntity(hub: string, id: string, signal: AbortSignal): Promise<EntityView> {
  const path = `entities/${encodeURIComponent(id)}`;
  const [entity, state] = await Promise.all([
    callHub(hub, "GET", path, { signal }).then((answer) => answer.json() as Promise<EntityJson>),
    callHub(hub, "GET", `${path}/state`, { signal }).then(
      (answer) => answer.text(),
      (error: unknown) => {
        if (error instanceof ApiFault && error.status === 404) return undefined;
        throw error;
      },
    ),
  ]);
  return { entity, state };
}

function Detail({ hub, view }: { readonly hub: string; readonly view: EntityView }) {
  const { entity, state } = view;
  const { name, key } = partsOf(entity.instanceId);
  const [deleting, setDeleting] = useState(false);
  const remove = async () => {
    await callHub(hub, "DELETE", `entities/${encodeURIComponent(entity.instanceId)}`);
    go(sectionPath(hub, "entities"));
  };
  return (
    <>
      <div class="page-head">
        <div>
          <h1>
            {name} <span class="quiet">{key}</span>
          </h1>
          <p class="mono quiet id-line">
            {entity.instanceId}
            <CopyButton text={entity.instanceId} label="Copy entity id" small />
          </p>
        </div>
        <button type="button" class="button danger-text" onClick={() => setDeleting(true)}>
          <Icon name="close" />
          Delete
        </button>
      </div>
      <dl class="facts card">
        <Fact title="Changed">
          <Ago at={Date.parse(entity.lastModifiedTime)} />
        </Fact>
        <Fact title="Waiting operations">{countText(entity.backlogQueueSize)}</Fact>
        <Fact title="Locked by">
          {entity.lockedBy === undefined ? (
            "nobody"
          ) : (
            <Link to={detailPath(hub, entity.lockedBy)}>{entity.lockedBy}</Link>
          )}
        </Fact>
      </dl>
      <section class="card payload" aria-label="State">
        <header>
          <h2>State</h2>
          {state !== undefined && <CopyButton text={state} label="Copy state" small />}
        </header>
        {state === undefined ? <p class="quiet">It has none.</p> : <JsonText text={state} />}
      </section>
      {deleting && (
        <Dialog
          title="Delete the entity"
          action="Delete"
          danger
          onSubmit={remove}
          onClose={() => setDeleting(false)}
        >
          <p>Its state is forgotten. Calls that wait are still answered; a lock stays.</p>
        </Dialog>
      )}
    </>
  );
}
