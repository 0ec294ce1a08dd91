import type { Rejection, RejectionCode } from "../core/rejection.ts";
import { type Failure, type Status, status } from "./transport/status.ts";

/** An error with the gRPC status it has on the wire. Anything else thrown is a bug: INTERNAL. */
export class Fault extends Error implements Failure {
  readonly code: Status;

  constructor(code: Status, details: string) {
    super(details);
    this.name = "Fault";
    this.code = code;
  }
}

/** The one table from refusal to status code. */
const codes: Record<RejectionCode, Status> = {
  "not-found": status.NOT_FOUND,
  "already-exists": status.ALREADY_EXISTS,
  "invalid-argument": status.INVALID_ARGUMENT,
  "failed-precondition": status.FAILED_PRECONDITION,
  "lease-lost": status.FAILED_PRECONDITION,
};

export function faultOf({ code, message }: Rejection): Fault {
  return new Fault(codes[code], message);
}

/** Refuses a payload over the limit with its field's name. */
export function invalidArgument(details: string): Fault {
  return new Fault(status.INVALID_ARGUMENT, details);
}
