import { useState } from "preact/hooks";

export interface Selection {
  /** The selected among those that are shown, in their order. */
  readonly ids: readonly string[];
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  /** Selects all that are shown, or none of them. */
  readonly toggleAll: () => void;
  readonly clear: () => void;
}

/** Which rows are selected; only those that are shown: nobody acts on what they cannot see. */
export function useSelection(shown: readonly string[]): Selection {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const ids = shown.filter((id) => selected.has(id));
  return {
    ids,
    has: (id) => selected.has(id),
    toggle: (id) => {
      const without = ids.filter((other) => other !== id);
      setSelected(new Set(without.length < ids.length ? without : [...ids, id]));
    },
    toggleAll: () => setSelected(new Set(ids.length === shown.length ? [] : shown)),
    clear: () => setSelected(new Set()),
  };
}
