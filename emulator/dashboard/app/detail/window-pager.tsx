import { countText } from "../format.ts";
import { Icon } from "../icons.tsx";

interface WindowPagerProps {
  /** What is paged, in the plural. */
  readonly of: string;
  readonly total: number;
  readonly size: number;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** Long lists are shown a window at a time; a short one has no pager. */
export function WindowPager({ of, total, size, page, onPage }: WindowPagerProps) {
  const last = Math.ceil(total / size) - 1;
  if (last < 1) return null;
  const from = page * size;
  const steps = [
    { label: "First", to: 0, possible: page > 0 },
    { label: "Previous", to: page - 1, possible: page > 0 },
    { label: "Next", to: page + 1, possible: page < last },
    { label: "Last", to: last, possible: page < last },
  ];
  return (
    <nav class="pager" aria-label={`Pages of ${of}`}>
      <span class="quiet">
        {countText(from + 1)}–{countText(Math.min(total, from + size))} of {countText(total)} {of}
      </span>
      <span class="grow" />
      {steps.map(({ label, to, possible }) => (
        <button
          key={label}
          type="button"
          class="button"
          disabled={!possible}
          onClick={() => onPage(to)}
        >
          {label === "Previous" && <Icon name="left" />}
          {label}
          {label === "Next" && <Icon name="chevron" />}
        </button>
      ))}
    </nav>
  );
}
