import type { SourceFile } from "./source-file.ts";

/** One sentence of the project's style that a machine can check. */
export interface Rule {
  readonly name: string;
  /** Printed with every finding. */
  readonly reason: string;
  readonly covers: (path: string) => boolean;
  readonly findings: (file: SourceFile, project: Project) => readonly Finding[];
}

export interface Finding {
  readonly line: number;
  /** What is wrong, and with which thing. */
  readonly message: string;
}

/** What a rule may ask about the other files. */
export interface Project {
  /** True for files and folders; paths are from the project's root. */
  readonly has: (path: string) => boolean;
  /** Undefined when there is no such file. */
  readonly read: (path: string) => string | undefined;
}
