/** The few forms of ASN.1's distinguished encoding (X.690) that a certificate is made of. */
function value(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

/** Below 128 the length itself; above, how many bytes it has and those. */
function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...parts: readonly Uint8Array[]) => value(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]) => value(0x31, ...parts);
export const octets = (content: Uint8Array) => value(0x04, content);
export const utf8 = (text: string) => value(0x0c, Buffer.from(text));
export const truth = () => value(0x01, Buffer.from([0xff]));
/** `[number]` around whole values. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]) =>
  value(0xa0 | number, ...parts);
/** `[number]` in place of a value's own tag. */
export const implicit = (number: number, content: Uint8Array) => value(0x80 | number, content);

/** A number that is not negative, from its bytes; a leading bit of one would be a minus. */
export function integer(bytes: Uint8Array): Uint8Array {
  const isMinus = ((bytes[0] ?? 0) & 0x80) !== 0;
  return value(0x02, isMinus ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function bits(content: Uint8Array, unusedBits = 0): Uint8Array {
  return value(0x03, Buffer.from([unusedBits]), content);
}

export function objectId(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** To the second, as YYYYMMDDHHMMSSZ; years before 2050 are written with two digits (RFC 5280). */
export function time(millis: number): Uint8Array {
  const text = new Date(millis).toISOString().replace(/[-:T]|\.\d+/g, "");
  return Number(text.slice(0, 4)) < 2050
    ? value(0x17, Buffer.from(text.slice(2)))
    : value(0x18, Buffer.from(text));
}
