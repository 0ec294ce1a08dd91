/** Numbers from 0 to 1 that a seed decides: the same seed gives the same sequence. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Spoil = (bytes: Uint8Array, random: () => number) => Uint8Array;

const at = (bytes: Uint8Array, random: () => number) => Math.floor(random() * (bytes.length + 1));

/** Bytes at which decoders go wrong: ends of varints, lengths that lie, text that is not UTF-8. */
const awkward = [0x00, 0x01, 0x7f, 0x80, 0xc0, 0xff];

const ways: readonly Spoil[] = [
  function flipBit(bytes, random) {
    const index = Math.floor(random() * bytes.length);
    return bytes.map((byte, place) => (place === index ? byte ^ (1 << (random() * 8)) : byte));
  },
  function awkwardByte(bytes, random) {
    const index = Math.floor(random() * bytes.length);
    const value = awkward[Math.floor(random() * awkward.length)] ?? 0;
    return bytes.map((byte, place) => (place === index ? value : byte));
  },
  function cut(bytes, random) {
    return bytes.slice(0, at(bytes, random));
  },
  function drop(bytes, random) {
    const from = at(bytes, random);
    return joined(bytes.slice(0, from), bytes.slice(from + 1 + Math.floor(random() * 8)));
  },
  function insert(bytes, random) {
    const from = at(bytes, random);
    const noise = Uint8Array.from({ length: 1 + random() * 16 }, () => random() * 256);
    return joined(bytes.slice(0, from), noise, bytes.slice(from));
  },
  function repeat(bytes, random) {
    const [from, to] = [at(bytes, random), at(bytes, random)].toSorted((a, b) => a - b);
    return joined(bytes.slice(0, to), bytes.slice(from));
  },
  function twice(bytes) {
    return joined(bytes, bytes);
  },
  function unknownField(bytes, random) {
    return joined(bytes, Uint8Array.of(0xfa, 0x3f, 2, random() * 256, random() * 256));
  },
];

/** The bytes after one to three kinds of damage. */
export function spoil(bytes: Uint8Array, random: () => number): Uint8Array {
  let spoiled = bytes;
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
    const way = ways[Math.floor(random() * ways.length)];
    spoiled = way === undefined ? spoiled : way(spoiled, random);
  }
  return spoiled;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
