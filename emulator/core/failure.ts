import type { FailureDetails } from "./history-event.ts";

/** A failure that the scheduler itself reports. Retrying would fail in the same way. */
export function failure(errorType: string, errorMessage: string): FailureDetails {
  return {
    errorType,
    errorMessage,
    stackTrace: undefined,
    innerFailure: undefined,
    isNonRetriable: true,
    properties: {},
  };
}
