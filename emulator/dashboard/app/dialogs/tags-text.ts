import type { Tags } from "../../../core/history-event.ts";

/** "team=a, region=b" as tags; a tag without "=" is refused with an error for the person. */
export function tagsOf(text: string): Tags {
  const parts = text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
  return Object.fromEntries(
    parts.map((part) => {
      const place = part.indexOf("=");
      if (place < 1) throw new Error(`A tag is written name=value, not '${part}'.`);
      return [part.slice(0, place).trim(), part.slice(place + 1).trim()];
    }),
  );
}

export function tagsText(tags: Tags): string {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}
