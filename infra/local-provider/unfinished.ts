/**
 * A resource that was asked for and may be there, whole or not: its making failed after the
 * management plane had taken it on, or the connection broke before anyone could know.
 */
export class Unfinished extends Error {
  override readonly name = "Unfinished";
  readonly id: string;

  constructor(id: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.id = id;
  }
}
