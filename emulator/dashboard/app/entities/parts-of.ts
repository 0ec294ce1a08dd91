/** The parts of `@name@key`; the key may have more of these signs. */
export function partsOf(entityId: string): { readonly name: string; readonly key: string } {
  const [, name = "", ...key] = entityId.split("@");
  return { name, key: key.join("@") };
}
