import type { Selection } from "./use-selection.ts";

interface CheckHeadProps {
  readonly selection: Selection;
  readonly shown: number;
}

/** The head of a column of checkboxes: selects all rows that are shown, or none. */
export function CheckHead({ selection, shown }: CheckHeadProps) {
  const count = selection.ids.length;
  return (
    <th scope="col" class="check-cell">
      <input
        type="checkbox"
        aria-label="Select all on this page"
        checked={count > 0 && count === shown}
        indeterminate={count > 0 && count < shown}
        onChange={selection.toggleAll}
      />
    </th>
  );
}

interface CheckCellProps {
  readonly selection: Selection;
  readonly id: string;
}

export function CheckCell({ selection, id }: CheckCellProps) {
  return (
    <td class="check-cell">
      <input
        type="checkbox"
        aria-label={`Select ${id}`}
        checked={selection.has(id)}
        onChange={() => selection.toggle(id)}
      />
    </td>
  );
}
