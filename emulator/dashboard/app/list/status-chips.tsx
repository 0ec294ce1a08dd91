import { isTerminal, type Status } from "../../../core/status.ts";
import type { ListView } from "../../views.ts";
import { countText } from "../format.ts";
import { statusLabels } from "../status.tsx";
import { type ListAddress, withStatus } from "./list-address.ts";

interface StatusChipsProps {
  readonly counts: ListView["counts"];
  readonly address: ListAddress;
  readonly onShow: (address: ListAddress) => void;
}

const order = Object.keys(statusLabels) as readonly Status[];

export function StatusChips({ counts, address, onShow }: StatusChipsProps) {
  const all = order.reduce((sum, status) => sum + counts[status], 0);
  const none = address.statuses.length === 0;
  return (
    <fieldset class="chips" aria-label="Filter by status">
      <button
        type="button"
        class="chip"
        aria-pressed={none}
        onClick={() => onShow({ ...address, statuses: [], after: "" })}
      >
        All <span class="count">{countText(all)}</span>
      </button>
      {order.map((status) => (
        <button
          key={status}
          type="button"
          class={`chip tone-${status} ${counts[status] === 0 ? "none" : ""}`}
          aria-pressed={address.statuses.includes(status)}
          onClick={() => onShow(withStatus(address, status))}
        >
          <span
            class={`dot ${!isTerminal(status) && counts[status] > 0 ? "alive" : ""}`}
            aria-hidden="true"
          />
          {statusLabels[status]} <span class="count">{countText(counts[status])}</span>
        </button>
      ))}
    </fieldset>
  );
}
