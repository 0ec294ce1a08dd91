import type { TargetedKeyboardEvent } from "preact";

const rowSteps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrow keys go from row to row, Enter opens: the links themselves take the focus. */
export function moveBetweenRows(event: TargetedKeyboardEvent<HTMLTableElement>): void {
  const step = rowSteps[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a.row-link")];
  const row = event.target instanceof Element ? event.target.closest("tr") : null;
  const place = links.findIndex((link) => link.closest("tr") === row);
  const next = links[place + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
