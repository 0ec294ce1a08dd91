import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icons.tsx";

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, in words; shown beside the icon unless `small`. */
  readonly label: string;
  readonly title?: string;
  readonly small?: boolean;
}

const confirmMillis = 1_500;

export function CopyButton({ text, label, title, small = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), confirmMillis);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    await copyText(text);
    setCopied(true);
  };
  return (
    <button
      type="button"
      class={small ? "icon-button" : "button quiet-button"}
      onClick={copy}
      title={title ?? label}
      aria-label={copied ? "Copied" : label}
    >
      <Icon name={copied ? "check" : "copy"} />
      {!small && <span>{copied ? "Copied" : label}</span>}
    </button>
  );
}

/** The clipboard API exists on localhost and HTTPS only; by an address, the old way has to do. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
