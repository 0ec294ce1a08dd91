/** The kinds of work a scheduler hands out, and the name of the scale rule that counts each. */
export const workItemTypes = [
  { type: "Orchestration", scaleRuleName: "orchestrations" },
  { type: "Activity", scaleRuleName: "activities" },
  { type: "Entity", scaleRuleName: "entities" },
] as const;

export type WorkItemType = (typeof workItemTypes)[number]["type"];
