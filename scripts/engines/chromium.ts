import { join } from "node:path";
import { findExecutable, isExecutable } from "./executable.ts";
import { installPackages, whyNoPackages } from "./packages.ts";

/** A browser for tests and pictures with the flags to start it, or why there is none. */
export type Chromium =
  | {
      readonly executablePath: string;
      readonly args: readonly string[];
      readonly installed: boolean;
    }
  | { readonly missing: string };

/** Without fonts, a page is a page of boxes. */
const chromiumPackages = ["chromium", "fonts-dejavu-core", "fonts-liberation"];
const wayOut = "install Chrome or Chromium, or put the path of one in CHROME_PATH";

/** Finds Chrome or Chromium, else installs Debian's Chromium where packages can be installed. */
export async function ensureChromium(): Promise<Chromium> {
  const found = findChromium();
  if (found !== undefined) return start(found, false);
  const refusal = whyNoPackages() ?? (await installPackages(chromiumPackages));
  if (refusal !== undefined) return { missing: `no Chromium, and ${refusal}; ${wayOut}` };
  const installed = findChromium();
  return installed === undefined
    ? { missing: `Debian's chromium package brought no command of that name; ${wayOut}` }
    : start(installed, true);
}

function findChromium(): string | undefined {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) return CHROME_PATH;
  return findExecutable(commands) ?? (places[process.platform] ?? []).find(isExecutable);
}

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const places: { readonly [platform in NodeJS.Platform]?: readonly string[] } = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((variable) =>
    join(process.env[variable] ?? "", "Google/Chrome/Application/chrome.exe"),
  ),
};

function start(executablePath: string, installed: boolean): Chromium {
  return { executablePath, args: isRoot() ? [...flags, "--no-sandbox"] : flags, installed };
}

/** Chromium's sandbox refuses to start as root. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** No GPU, and no calls home: a test machine may reach nothing but its own addresses. */
const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
