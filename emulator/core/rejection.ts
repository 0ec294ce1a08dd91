/** Why a command was refused. The edge turns each into one gRPC status or HTTP code. */
export type RejectionCode =
  | "not-found"
  | "already-exists"
  | "invalid-argument"
  | "failed-precondition"
  | "lease-lost";

/** A refusal is a value: the command was understood, nothing changed, the text says the way out. */
export interface Rejection {
  readonly ok: false;
  readonly code: RejectionCode;
  readonly message: string;
}

export function reject(code: RejectionCode, message: string): Rejection {
  return { ok: false, code, message };
}
