import { countText } from "../format.ts";
import { Icon } from "../icons.tsx";

interface OffsetPagerProps {
  readonly from: number;
  /** Rows on this page. */
  readonly length: number;
  readonly total: number;
  readonly pageLength: number;
  readonly onShow: (from: number) => void;
}

export function OffsetPager({ from, length, total, pageLength, onShow }: OffsetPagerProps) {
  return (
    <nav class="pager" aria-label="Pages">
      <span class="quiet">
        {length === 0 ? "0" : `${countText(from + 1)}–${countText(from + length)}`} of{" "}
        {countText(total)}
      </span>
      <span class="grow" />
      {from > 0 && (
        <button type="button" class="button" onClick={() => onShow(Math.max(0, from - pageLength))}>
          <Icon name="left" />
          Page before
        </button>
      )}
      {from + length < total && (
        <button type="button" class="button" onClick={() => onShow(from + pageLength)}>
          Next page
          <Icon name="chevron" />
        </button>
      )}
    </nav>
  );
}
