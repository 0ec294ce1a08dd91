import { useEffect, useState } from "preact/hooks";
import type { PayloadName, PayloadView } from "../../views.ts";
import { readText } from "../api.ts";
import { CopyButton } from "../copy-button.tsx";
import { lengthText } from "../format.ts";
import { JsonText } from "./json-text.tsx";

interface PayloadCardProps {
  readonly hub: string;
  readonly id: string;
  readonly title: string;
  readonly name: PayloadName;
  readonly payload: PayloadView | undefined;
}

export function PayloadCard({ hub, id, title, name, payload }: PayloadCardProps) {
  const [whole, setWhole] = useState<string>();
  // What was loaded whole is out of date as soon as the payload is another.
  useEffect(() => setWhole(undefined), [payload?.text, payload?.length]);
  if (payload === undefined) return null;
  const cut = whole === undefined && payload.text.length < payload.length;
  const text = whole ?? payload.text;
  return (
    <section class="card payload" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <CopyButton text={text} label={`Copy ${title.toLowerCase()}`} small />
      </header>
      <JsonText text={text} />
      {cut && (
        <button
          type="button"
          class="button"
          onClick={async () => setWhole(await readText("payload", { hub, id, name }))}
        >
          Show all of it ({lengthText(payload.length)})
        </button>
      )}
    </section>
  );
}
