import { useState } from "preact/hooks";
import { prettyJson } from "../detail/json-tokens.ts";

export interface Field {
  readonly value: string;
  readonly set: (value: string) => void;
}

export function useField(initial = ""): Field {
  const [value, set] = useState(initial);
  return { value, set };
}

interface FieldProps {
  readonly label: string;
  readonly field: Field;
  readonly hint?: string;
  readonly required?: boolean;
  readonly placeholder?: string;
  /** The id of a datalist with what is likely. */
  readonly list?: string;
  readonly type?: "text" | "datetime-local";
}

export function TextField({ label, field, hint, type = "text", ...rest }: FieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type={type}
        value={field.value}
        onInput={(event) => field.set(event.currentTarget.value)}
        autoComplete="off"
        spellcheck={false}
        {...rest}
      />
      {hint !== undefined && <small>{hint}</small>}
    </label>
  );
}

interface AreaProps {
  readonly label: string;
  readonly field: Field;
  readonly hint?: string;
  readonly placeholder?: string;
}

/** A payload. SDKs expect JSON; anything may be sent, but not without a word. */
export function JsonField({ label, field, hint, placeholder = "" }: AreaProps) {
  const odd = field.value !== "" && prettyJson(field.value) === undefined;
  const text = odd ? 'Not JSON: most SDKs cannot read it. A text needs quotes: "like this".' : hint;
  return (
    <label class="field">
      <span>{label}</span>
      <textarea
        rows={4}
        class="mono"
        value={field.value}
        placeholder={placeholder}
        spellcheck={false}
        onInput={(event) => field.set(event.currentTarget.value)}
      />
      {text !== undefined && <small class={odd ? "warn" : ""}>{text}</small>}
    </label>
  );
}
