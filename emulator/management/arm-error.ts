import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** One value of a request that cannot be used: where it stands, and the rule. */
export interface Fault {
  /** The path in the body, `properties.sku.capacity`. */
  readonly target: string;
  readonly message: string;
}

/** A request that is refused; becomes the error body that Azure Resource Manager's clients read. */
export class ArmError extends Error {
  override readonly name = "ArmError";
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly faults: readonly Fault[];

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    faults: readonly Fault[] = [],
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.faults = faults;
  }
}

/** @throws ArmError that names every fault, if there is one. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const text = faults.map(({ target, message }) => `${target} ${message}`).join("; ");
  throw new ArmError(400, "ValidationError", `${text}.`, faults);
}

export function errorAnswer(context: Context, { status, code, message, faults }: ArmError) {
  context.header("x-ms-error-code", code);
  return context.json({ error: errorBody(code, message, faults) }, status);
}

function errorBody(code: string, message: string, faults: readonly Fault[]): object {
  const [only] = faults;
  if (only === undefined) return { code, message };
  return {
    code,
    message,
    ...(faults.length === 1 && { target: only.target }),
    details: faults.map((fault) => ({ code, ...fault })),
  };
}
