// Makes a fresh clone ready: dependencies, then generated code. Plain JavaScript, because the
// Node that runs TypeScript is itself one of the dependencies. Silent when nothing is to be done.
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runChild } from "./run-child.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
// npm writes this file last, in the same breath as package-lock.json: hence the second's grace.
const installed = changedAt("node_modules/.package-lock.json");
const installing = installed === undefined || installed + 1_000 < changedAt("package-lock.json");
if (installing) {
  await run(
    "Installing dependencies (once, about a minute) …",
    "npm ci --include=dev --ignore-scripts=false --no-audit --no-fund --loglevel=error",
    "The npm registry must be reachable for this one step; check the network or the proxy.",
  );
}

const generated = changedAt("emulator/grpc/generated/.complete");
const protocol = ["buf.gen.yaml", ...protoFiles()].map(changedAt);
if (installing || generated === undefined || protocol.some((changed) => changed > generated)) {
  await run(
    "Generating code from the wire protocol …",
    "buf generate",
    "If a tool is missing, remove node_modules and try again.",
  );
  writeFileSync(join(root, "emulator/grpc/generated/.complete"), "");
}

function protoFiles() {
  const folder = "emulator/grpc/proto";
  return readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`);
}

/** Milliseconds since the epoch; undefined when there is no such file. */
function changedAt(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs;
}

/** Ends this process with the command's exit code when it fails. */
async function run(title, command, wayOut) {
  console.error(title);
  const path = `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`;
  const options = { cwd: root, env: { ...process.env, PATH: path } };
  // npm answers an interruption by undoing its work for a minute; half of it is as good as none.
  const signals = { interrupt: "SIGKILL", end: "SIGKILL" };
  const [file, ...args] = programOf(command);
  const code = await runChild(file, args, options, signals);
  if (code === 0) return;
  if (code < 128) {
    console.error(`Setting up failed at \`${command}\` (its own words are above). ${wayOut}`);
  }
  process.exit(code);
}

/** Without a shell, which would be killed in the place of the command. */
function programOf(command) {
  const [name, ...args] = command.split(" ");
  const npm = process.env.npm_execpath;
  if (name === "npm" && npm?.endsWith("npm-cli.js")) return [process.execPath, npm, ...args];
  if (process.platform === "win32") return ["cmd.exe", "/d", "/c", name, ...args];
  return [name, ...args];
}
