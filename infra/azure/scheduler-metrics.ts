/** What Azure counts about a scheduler's task hubs, by the argument that names each count. */
export const schedulerMetrics = {
  totalActions: "TotalActions",
  orchestrationActions: "OrchestrationActions",
  activityActions: "ActivityActions",
  timerActions: "TimerActions",
  entityActions: "EntityActions",
} as const;

export type SchedulerMetric = keyof typeof schedulerMetrics;

export const schedulerMetricNamespace = "Microsoft.DurableTask.Scheduler.TaskHubs";

/** The spans over which Azure can add up a metric, in minutes, and how often it then looks. */
export const alertSpans: Readonly<
  Record<number, { readonly window: string; readonly every: string }>
> = {
  1: { window: "PT1M", every: "PT1M" },
  5: { window: "PT5M", every: "PT1M" },
  15: { window: "PT15M", every: "PT5M" },
  30: { window: "PT30M", every: "PT5M" },
  60: { window: "PT1H", every: "PT5M" },
  360: { window: "PT6H", every: "PT15M" },
  720: { window: "PT12H", every: "PT30M" },
  1440: { window: "P1D", every: "PT1H" },
};
