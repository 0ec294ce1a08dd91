/** A starter project that `dtk new` copies: the folder of its name beside this file. */
export interface Template {
  readonly name: string;
  readonly description: string;
}

export const catalog: readonly Template[] = [
  {
    name: "typescript-worker",
    description:
      "A worker and a client in TypeScript, tests against the emulator, Azure Container Apps",
  },
];
