import type { EventBody } from "./history-event.ts";
import type { CriticalSection } from "./orchestration.ts";

/** The critical sections of an orchestration after it has sent this to this entity. */
export function sectionsAfter(
  sections: readonly CriticalSection[],
  entity: string,
  body: EventBody,
): readonly CriticalSection[] {
  switch (body.$case) {
    case "entityLockRequested":
      return [...sections, { id: body.value.criticalSectionId, entities: body.value.lockSet }];
    case "entityUnlockSent":
      return without(sections, body.value.criticalSectionId, entity);
    default:
      return sections;
  }
}

function without(
  sections: readonly CriticalSection[],
  sectionId: string,
  entity: string,
): readonly CriticalSection[] {
  return sections
    .map((section) =>
      section.id === sectionId
        ? { ...section, entities: section.entities.filter((other) => other !== entity) }
        : section,
    )
    .filter(({ entities }) => entities.length > 0);
}
