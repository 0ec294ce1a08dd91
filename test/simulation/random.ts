/** Numbers that look random and follow from the seed alone. */
export interface Random {
  /** A whole number from 0 to `count` - 1. */
  below(count: number): number;
  /** True in about this share of the cases, from 0 to 1. */
  chance(share: number): boolean;
  /** One of them; there must be one. */
  pick<Item>(items: readonly Item[]): Item;
  /** Picks by weight; undefined when all weights are 0. */
  weighted<Item>(items: readonly Item[], weightOf: (item: Item) => number): Item | undefined;
}

export function createRandom(seed: number): Random {
  // Any seed must give a state other than 0, and near seeds states that are far apart.
  let state = Math.imul(seed + 1, 0x9e37_79b1) | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let warmUp = 0; warmUp < 8; warmUp++) next();
  const below = (count: number) => Math.floor(next() * count);
  return {
    below,
    chance: (share) => next() < share,
    pick(items) {
      const index = below(items.length);
      if (index >= items.length) throw new RangeError("Nothing to pick from");
      return items[index] as (typeof items)[number];
    },
    weighted(items, weightOf) {
      const total = items.reduce((sum, item) => sum + weightOf(item), 0);
      if (total === 0) return undefined;
      let left = next() * total;
      for (const item of items) {
        left -= weightOf(item);
        if (left < 0) return item;
      }
      return items.at(-1);
    },
  };
}
