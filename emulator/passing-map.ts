/** A Map is left behind when more than this many have left it, and more than have stayed. */
const goneMin = 256;

/**
 * A Map for what comes and goes by the thousand a second, in order of arrival.
 *
 * V8 links each table that a Map outgrows to the next one. Once such a table is old, all that
 * follow it outlive every collection of young garbage, with all that they held when they were
 * outgrown, and are copied on the way: under load that was most of what collecting cost. Nothing
 * links one Map to another, so that here the whole Map is left behind in time.
 */
export class PassingMap<Key, Value> {
  #map = new Map<Key, Value>();
  #goneCount = 0;

  get size(): number {
    return this.#map.size;
  }

  has(key: Key): boolean {
    return this.#map.has(key);
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key);
  }

  /** A key that is there already keeps its place. */
  set(key: Key, value: Value): void {
    this.#map.set(key, value);
  }

  delete(key: Key): void {
    if (!this.#map.delete(key)) return;
    this.#goneCount += 1;
    if (this.#goneCount > goneMin && this.#goneCount > this.#map.size) {
      this.#map = new Map(this.#map);
      this.#goneCount = 0;
    }
  }

  clear(): void {
    this.#map = new Map();
    this.#goneCount = 0;
  }

  keys(): IterableIterator<Key> {
    return this.#map.keys();
  }

  /** Of those that are still to be visited none may be deleted or set meanwhile. */
  values(): IterableIterator<Value> {
    return this.#map.values();
  }

  /** As `values`. */
  entries(): IterableIterator<[Key, Value]> {
    return this.#map.entries();
  }
}
