/** Why an argument cannot be used, known before anything is created. */
export interface Refusal {
  /** The argument's path as the program writes it, such as `sku.capacity`. */
  readonly argument: string;
  /** What must hold, and what came instead. */
  readonly rule: string;
  /** What to write instead. */
  readonly wayOut: string;
}

/** What a component would create, or every reason why it cannot. */
export type Planned<Plan> =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly subject: string; readonly refusals: readonly Refusal[] };

/**
 * The plan, unless something is refused; `make` is only called when nothing is.
 * @param subject what is planned, for the person who reads the refusals: `Scheduler "orders"`
 */
export function planUnless<Plan>(
  subject: string,
  refusals: readonly Refusal[],
  make: () => Plan,
): Planned<Plan> {
  return refusals.length === 0 ? { ok: true, plan: make() } : refused(subject, refusals);
}

export function refused(subject: string, refusals: readonly Refusal[]): Planned<never> {
  return { ok: false, subject, refusals };
}
