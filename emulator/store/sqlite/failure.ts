import { StoreError } from "../store-error.ts";

const wayOut =
  "Nothing acknowledged is lost: see to the disk (space, permissions) and start again.";

/** In the words for a file that holds something else than what was written to it. */
const damage = /malformed|not a database|JSON/;

const damagedWayOut =
  "The file is damaged: restore the folder from a copy, or choose another with --data.";

export function failureOf(file: string, reason: unknown): StoreError {
  if (reason instanceof StoreError) return reason;
  const words = reason instanceof Error ? reason.message : String(reason);
  return new StoreError(
    "failed",
    `The data in ${file} could not be read or written: ${words}. ` +
      (damage.test(words) ? damagedWayOut : wayOut),
  );
}

export function closedOf(file: string): StoreError {
  return new StoreError("closed", `${file} is closed.`);
}
