import { spawn } from "node:child_process";
import { constants } from "node:os";

// Looked up before anything else happens: it may end while we are still setting up.
const caller = process.ppid;

/**
 * Runs a command that does not outlive whoever asked for it. Resolves with its exit code.
 * `signals.interrupt` is what a terminal's Ctrl-C makes of it beside the SIGINT that the terminal
 * sends it anyway; `signals.end` is for the SIGTERM or SIGHUP that only we get, and for a caller
 * that is gone: npm passes a signal on to the shell it started, and some shells die of it alone.
 */
export function runChild(file, args, options, signals) {
  const child = spawn(file, args, { stdio: "inherit", ...options });
  const listeners = { SIGINT: interrupt, SIGTERM: end, SIGHUP: end };
  for (const [name, listener] of Object.entries(listeners)) process.on(name, listener);
  const watch = setInterval(() => process.ppid !== caller && end(), 200);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      forget();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });

  function interrupt() {
    clearInterval(watch);
    if (signals.interrupt) child.kill(signals.interrupt);
  }

  function end() {
    clearInterval(watch);
    child.kill(signals.end);
  }

  function forget() {
    clearInterval(watch);
    for (const [name, listener] of Object.entries(listeners)) process.off(name, listener);
  }
}
