/** What a filter looks at. */
export interface Candidate {
  readonly name: string;
  readonly version: string | undefined;
  /** For an activity: the version of the orchestration that asked for it. */
  readonly instanceVersion?: string | undefined;
}

/** A name and the versions accepted of it; none listed: any. `""` stands for no version. */
export interface AcceptedWork {
  readonly name: string;
  readonly versions: readonly string[];
}

/** Absent: the worker takes everything. Present: only what is listed, in every category. */
export interface WorkItemFilters {
  readonly orchestrations: readonly AcceptedWork[];
  readonly activities: readonly AcceptedWork[];
  readonly entities: readonly AcceptedWork[];
}

export type Category = keyof WorkItemFilters;

/** Names compare without regard to case, versions exactly. */
export function accepts(
  filters: WorkItemFilters | undefined,
  category: Category,
  candidate: Candidate,
): boolean {
  if (filters === undefined) return true;
  const name = candidate.name.toLowerCase();
  // An activity called without a version counts as one of its orchestration's version.
  const version = candidate.version || (candidate.instanceVersion ?? "");
  return filters[category].some(
    (accepted) =>
      accepted.name.toLowerCase() === name &&
      (accepted.versions.length === 0 || accepted.versions.includes(version)),
  );
}
