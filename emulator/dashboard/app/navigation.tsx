import type { ComponentChildren, TargetedMouseEvent } from "preact";
import { useEffect, useState } from "preact/hooks";

export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Remembered with this entry of the browser's history only. */
  readonly state: unknown;
}

const moved = "place-moved";

function placeNow(): Place {
  const { pathname, search } = window.location;
  return { path: pathname, query: new URLSearchParams(search), state: window.history.state };
}

/** The address shown; the component renders again whenever it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(placeNow);
  useEffect(() => {
    const update = () => setPlace(placeNow());
    window.addEventListener("popstate", update);
    window.addEventListener(moved, update);
    return () => {
      window.removeEventListener("popstate", update);
      window.removeEventListener(moved, update);
    };
  }, []);
  return place;
}

export function go(address: string, state: unknown = null): void {
  window.history.pushState(state, "", address);
  window.dispatchEvent(new Event(moved));
}

/** Without a new entry in the browser's history: for what Back should not have to undo. */
export function goInstead(address: string, state: unknown = null): void {
  window.history.replaceState(state, "", address);
  window.dispatchEvent(new Event(moved));
}

/** `path?query`, without parameters that are empty. */
export function addressOf(path: string, parameters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(
    Object.entries(parameters).filter(([, value]) => value !== ""),
  ).toString();
  return query === "" ? path : `${path}?${query}`;
}

interface LinkProps {
  readonly to: string;
  readonly class?: string;
  readonly title?: string;
  /** Whether it leads to where one is. */
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** A real link: opens in a new tab when asked to, and within the page otherwise. */
export function Link({ to, current, children, ...rest }: LinkProps) {
  const follow = (event: TargetedMouseEvent<HTMLAnchorElement>) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
    window.scrollTo(0, 0);
  };
  return (
    <a href={to} onClick={follow} aria-current={current === true ? "page" : undefined} {...rest}>
      {children}
    </a>
  );
}
