/** Bytes that are the same for all instances but for the id. */
export type Template = (instanceId: string) => Buffer;

/** Encodes once for each length of an id: the bytes tell lengths, too. */
export function templateOf(encode: (instanceId: string) => Uint8Array): Template {
  const casts: Cast[] = [];
  return (instanceId) => {
    const { length } = instanceId;
    casts[length] ??= castOf(encode, length);
    const { bytes, places } = casts[length];
    const filled = Buffer.from(bytes);
    for (const place of places) filled.write(instanceId, place, "latin1");
    return filled;
  };
}

interface Cast {
  readonly bytes: Buffer;
  /** Where the id goes. */
  readonly places: readonly number[];
}

function castOf(encode: (instanceId: string) => Uint8Array, length: number): Cast {
  const filler = "#".repeat(length);
  const bytes = Buffer.from(encode(filler));
  const places: number[] = [];
  for (let at = bytes.indexOf(filler); at >= 0; at = bytes.indexOf(filler, at + length)) {
    places.push(at);
  }
  return { bytes, places };
}
