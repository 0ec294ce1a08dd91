export { type Emulator, startEmulator } from "./emulator.ts";
export type { Options } from "./options.ts";
