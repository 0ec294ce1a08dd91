import { Fault } from "../fault.ts";
import { status } from "../transport/status.ts";

/** The service's own words for an answer whose work is not the caller's any more. */
export function workLost({ token, completionCount }: Completion): Fault {
  const count = completionCount === undefined ? "" : ` with completion count '${completionCount}'`;
  return new Fault(status.NOT_FOUND, `Work item '${token}'${count} not found`);
}

export interface Completion {
  readonly token: string;
  /** Activities are answered once and have none. */
  readonly completionCount?: number;
}
