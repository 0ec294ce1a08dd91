import {
  alertSpans,
  type SchedulerMetric,
  schedulerMetrics,
} from "../../azure/scheduler-metrics.ts";
import { checkOneOf } from "../../checks/one-of.ts";
import { checkWhole } from "../../checks/whole-number.ts";
import type { Refusal } from "../../refusal.ts";

/** Which counts of a scheduler are out of the ordinary, and who hears of it. */
export interface AlertsChoice {
  /** Who is written to. */
  readonly emails: readonly string[];
  /** What is too much, by metric. */
  readonly above: Readonly<Partial<Record<SchedulerMetric, AlertThreshold>>>;
}

export interface AlertThreshold {
  /** More actions than this are too many. */
  readonly actions: number;
  /** Within how many minutes: 1, 5, 15, 30, 60, 360, 720 or 1440. */
  readonly minutes: number;
}

/** One alert in Azure's words. */
export interface AlertPlan {
  /** The metric's argument; ends the alert's Pulumi name. */
  readonly metric: string;
  readonly metricName: string;
  readonly threshold: number;
  readonly windowSize: string;
  readonly evaluationFrequency: string;
}

/** What to ask Azure for. The choice has passed `checkAlerts`. */
export function planAlerts({ above }: AlertsChoice): readonly AlertPlan[] {
  return Object.entries(schedulerMetrics).flatMap(([metric, metricName]) => {
    const threshold = Object.entries(above).find(([name]) => name === metric)?.[1];
    const span = alertSpans[threshold?.minutes ?? 0];
    if (threshold === undefined || span === undefined) return [];
    const { window: windowSize, every: evaluationFrequency } = span;
    const { actions } = threshold;
    return [{ metric, metricName, threshold: actions, windowSize, evaluationFrequency }];
  });
}

/** Refuses alerts that nobody hears, that watch nothing, or that Azure cannot compute. */
export function checkAlerts({ emails = [], above = {} }: AlertsChoice): readonly Refusal[] {
  const thresholds = Object.entries(above);
  return [
    ...(emails.length === 0 ? [nobody] : emails.flatMap(checkEmail)),
    ...(thresholds.length === 0 ? [nothing] : []),
    ...thresholds.flatMap(([metric, threshold]) => checkThreshold(metric, threshold)),
  ];
}

function checkThreshold(metric: string, threshold: AlertThreshold): readonly Refusal[] {
  const argument = `alerts.above.${metric}`;
  if (!Object.hasOwn(schedulerMetrics, metric)) {
    const metrics = Object.keys(schedulerMetrics).join(", ");
    return [{ argument, rule: `there is no metric "${metric}"`, wayOut: `use ${metrics}` }];
  }
  const spans = Object.keys(alertSpans).map(Number);
  return [
    ...checkWhole(`${argument}.actions`, threshold?.actions, 1, Number.POSITIVE_INFINITY),
    ...checkOneOf(`${argument}.minutes`, threshold?.minutes, spans),
  ];
}

function checkEmail(email: string, index: number): readonly Refusal[] {
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return [];
  return [
    {
      argument: `alerts.emails[${index}]`,
      rule: `"${email}" is not an e-mail address`,
      wayOut: "write it like someone@example.com",
    },
  ];
}

const nobody: Refusal = {
  argument: "alerts.emails",
  rule: "an alert that nobody hears is none",
  wayOut: "list at least one address, or leave alerts out",
};

const nothing: Refusal = {
  argument: "alerts.above",
  rule: "no metric is watched",
  wayOut: "set a threshold such as alerts.above.totalActions, or leave alerts out",
};
