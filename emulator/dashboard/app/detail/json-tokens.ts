export interface Token {
  readonly kind: "key" | "text" | "number" | "word" | "plain";
  readonly text: string;
}

/**
 * JSON on lines of its own, or undefined for what is not JSON. Laid out from the text and not from
 * the parsed value, which would round long numbers and drop repeated keys.
 */
export function prettyJson(text: string): string | undefined {
  if (!isJson(text)) return undefined;
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  return text.replace(layoutPattern, (part) => {
    if (part.startsWith('"')) return part;
    if (part.trim() === "") return "";
    if (/^[[{]\s*[\]}]$/.test(part)) return part.replace(/\s/g, "");
    if (part === ":") return ": ";
    if (part === ",") return `,${line()}`;
    depth += part === "[" || part === "{" ? 1 : -1;
    return part === "[" || part === "{" ? part + line() : line() + part;
  });
}

const layoutPattern = /"(?:[^"\\]|\\.)*"|\[\s*\]|\{\s*\}|[[\]{},:]|\s+/g;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const text = /"(?:[^"\\]|\\.)*"/.source;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.source;
const word = /\b(?:true|false|null)\b/.source;
const pattern = new RegExp(
  `(?<key>${text}(?=\\s*:))|(?<text>${text})|(?<number>${number})|(?<word>${word})`,
  "g",
);

/** Pretty JSON cut into what deserves a colour and what does not. */
export function tokensOf(json: string): readonly Token[] {
  const tokens: Token[] = [];
  let place = 0;
  for (const match of json.matchAll(pattern)) {
    if (match.index > place) tokens.push({ kind: "plain", text: json.slice(place, match.index) });
    tokens.push({ kind: kindOf(match.groups ?? {}), text: match[0] });
    place = match.index + match[0].length;
  }
  if (place < json.length) tokens.push({ kind: "plain", text: json.slice(place) });
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Token["kind"] {
  const kinds = ["key", "text", "number", "word"] as const;
  return kinds.find((kind) => groups[kind] !== undefined) ?? "plain";
}
