/** Work that goes on after its request was answered; a client asks for its end. */
export interface Operation {
  readonly id: string;
  readonly action: "create" | "update" | "delete";
  readonly resourceId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

export function statusOf({ endedAt, error }: Operation): "InProgress" | "Succeeded" | "Failed" {
  if (endedAt === undefined) return "InProgress";
  return error === undefined ? "Succeeded" : "Failed";
}
