export type StoreErrorCode =
  | "in-use"
  | "newer-version"
  | "not-a-data-folder"
  | "not-writable"
  | "failed"
  | "closed";

/** What went wrong with stored data, where, and the way out. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "StoreError";
    this.code = code;
  }
}

/** Whether the store was asked for something after its own closing, which is no failure. */
export function isClosed(error: unknown): boolean {
  return error instanceof StoreError && error.code === "closed";
}
