import {
  type ActivityRequest,
  type EntityRequest,
  GetWorkItemsRequest,
  type OrchestratorRequest,
  type WorkItem,
} from "../../../emulator/grpc/generated/orchestrator_service.ts";
import type { BackendClient } from "./backend-client.ts";

type Request = NonNullable<WorkItem["request"]>;
type ValueOf<Case extends Request["$case"]> = Extract<Request, { $case: Case }>["value"];

/** A stream of work items that a test takes one by one. */
export interface WorkItems {
  turn(): Promise<Item<OrchestratorRequest>>;
  activity(): Promise<Item<ActivityRequest>>;
  batch(): Promise<Item<EntityRequest>>;
  /** Whether an item of work has come that nobody has taken. */
  hasMore(): boolean;
  cancel(): void;
}

export interface Item<Value> {
  readonly token: string;
  readonly value: Value;
}

export async function openWork(
  client: BackendClient,
  limits: Partial<GetWorkItemsRequest> = {},
): Promise<WorkItems> {
  const stream = client.stream("getWorkItems", GetWorkItemsRequest.create(limits));
  const waiting: WorkItem[] = [];
  const takers: { readonly $case: string; readonly take: (item: WorkItem) => void }[] = [];
  const isOpen = Promise.withResolvers<void>();

  stream.on("data", (item: WorkItem) => {
    isOpen.resolve();
    const kind = item.request?.$case;
    if (kind === "healthPing") return;
    const at = takers.findIndex(({ $case }) => $case === kind);
    if (at < 0) waiting.push(item);
    else takers.splice(at, 1)[0]?.take(item);
  });

  function next<Case extends Request["$case"]>($case: Case): Promise<Item<ValueOf<Case>>> {
    return new Promise((resolve) => {
      const take = ({ request, completionToken: token }: WorkItem) =>
        resolve({ token, value: request?.value } as Item<ValueOf<Case>>);
      const at = waiting.findIndex(({ request }) => request?.$case === $case);
      const [item] = at < 0 ? [] : waiting.splice(at, 1);
      if (item === undefined) takers.push({ $case, take });
      else take(item);
    });
  }

  // The server greets each stream that it has accepted.
  await isOpen.promise;
  return {
    turn: () => next("orchestratorRequest"),
    activity: () => next("activityRequest"),
    batch: () => next("entityRequestV2"),
    hasMore: () => waiting.length > 0,
    cancel: () => stream.cancel(),
  };
}
