import type { Route, Run } from "./route.ts";
import type { Failure } from "./status.ts";

/** What is served under each path, `/service/method`. */
export type Routes = ReadonlyMap<string, Run | Failure>;

/** A service as the protocol's generated code describes it. */
export interface Service {
  readonly fullName: string;
}

export type Served = readonly [service: Service, routes: readonly Route[]];

export function routesOf(...served: readonly Served[]): Routes {
  return new Map(
    served.flatMap(([{ fullName }, routes]) =>
      routes.map(({ name, run }) => [`/${fullName}/${name}`, run] as const),
    ),
  );
}
