import type { ListView } from "../../views.ts";
import { countText, totalText } from "../format.ts";
import { Icon } from "../icons.tsx";
import type { ListAddress } from "./list-address.ts";

interface PagerProps {
  readonly view: ListView;
  readonly rows: number;
  readonly address: ListAddress;
  readonly onShow: (address: ListAddress) => void;
}

/** Pages follow each other by cursor: rows that come or go elsewhere never shift them. */
export function Pager({ view, rows, address, onShow }: PagerProps) {
  const { next } = view;
  return (
    <nav class="pager" aria-label="Pages">
      <span class="quiet">
        {countText(rows)} of {totalText(view.total, view.totalIsLeast)}
      </span>
      <span class="grow" />
      {address.after !== "" && (
        <>
          <button type="button" class="button" onClick={() => onShow({ ...address, after: "" })}>
            First page
          </button>
          <button type="button" class="button" onClick={() => window.history.back()}>
            <Icon name="left" />
            Back
          </button>
        </>
      )}
      {next !== undefined && (
        <button type="button" class="button" onClick={() => onShow({ ...address, after: next })}>
          Next page
          <Icon name="chevron" />
        </button>
      )}
    </nav>
  );
}
