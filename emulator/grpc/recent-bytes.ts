/** What was encoded lately, and its bytes. */
export interface RecentBytes<Value extends object> {
  get(value: Value): Uint8Array | undefined;
  set(value: Value, bytes: Uint8Array): void;
}

/** Twice as many bytes are kept at most, and one value more. */
const byteCountMax = 1024 * 1024;

/** What keeping a value costs, however short its bytes are. */
const bytesOfAny = 512;

/**
 * Kept for the little while in which they are asked for again. A WeakMap would keep them for as
 * long as the value lives: nobody asks so late, and it makes encoding take twice as long.
 */
export function createRecentBytes<Value extends object>(): RecentBytes<Value> {
  let young = new Map<Value, Uint8Array>();
  let old = new Map<Value, Uint8Array>();
  let byteCount = 0;
  return {
    get: (value) => young.get(value) ?? old.get(value),
    set(value, bytes) {
      if (byteCount >= byteCountMax) {
        old = young;
        young = new Map();
        byteCount = 0;
      }
      young.set(value, bytes);
      byteCount += bytesOfAny + bytes.byteLength;
    },
  };
}
