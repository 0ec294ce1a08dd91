import type { ViewContext } from "../kinds/kind.ts";
import type { Plane } from "../plane.ts";

/** What the routes work with. */
export interface RouteContext {
  readonly plane: Plane;
  readonly view: ViewContext;
}
