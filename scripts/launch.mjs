// `node scripts/launch.mjs scripts/start.ts …` runs a TypeScript script from a fresh clone: under
// the Node that was installed, for as long as whoever asked for it lives, with its exit code.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import "./setup.mjs";

const bin = fileURLToPath(new URL("../node_modules/node/bin/", import.meta.url));
const node = join(bin, process.platform === "win32" ? "node.exe" : "node");
const child = spawn(node, process.argv.slice(2), { stdio: "inherit" });

// A terminal's Ctrl-C reaches the child by itself, and a second one would mean "at once".
let toldByTerminal = false;
process.on("SIGINT", () => {
  toldByTerminal = true;
});
process.on("SIGTERM", () => child.kill("SIGTERM"));

// npm passes a signal on to the shell it started, and some shells die of it without a word to us.
const shell = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === shell) return;
  clearInterval(watch);
  if (!toldByTerminal) child.kill("SIGTERM");
}, 200);

child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + constants.signals[signal]);
});
