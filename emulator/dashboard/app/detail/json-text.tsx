import { useMemo } from "preact/hooks";
import { prettyJson, tokensOf } from "./json-tokens.ts";

/** Beyond this, colours would cost more than they help. */
const colouredLengthMax = 60_000;

/** A payload as people read it: JSON laid out and coloured, everything else as it is. */
export function JsonText({ text }: { readonly text: string }) {
  const tokens = useMemo(() => {
    const pretty = prettyJson(text);
    if (pretty === undefined || pretty.length > colouredLengthMax) return undefined;
    return tokensOf(pretty);
  }, [text]);
  return (
    <pre class="json">
      {tokens === undefined
        ? (prettyJson(text) ?? text)
        : tokens.map((token, index) =>
            token.kind === "plain" ? (
              token.text
            ) : (
              <span key={index} class={`json-${token.kind}`}>
                {token.text}
              </span>
            ),
          )}
    </pre>
  );
}
