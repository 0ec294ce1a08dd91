/** One rule of the scheduler, broken on purpose. */
export interface Mutation {
  /** The rule, in words. */
  readonly rule: string;
  /** From the project's root. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly source: string;
  readonly replacement: string;
}
