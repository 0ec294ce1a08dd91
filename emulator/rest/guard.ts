import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";
import { problem } from "./problem.ts";

export interface GuardOptions {
  /** The host the server listens on; requests may name it. */
  readonly host: string;
  /** More host names that requests may name, without port. */
  readonly allowedHosts: readonly string[];
  /** Origins whose pages may read and change everything. */
  readonly allowedOrigins: readonly string[];
}

/** Names under which container engines and Docker Desktop offer the machine itself. */
const engineNames = ["host.docker.internal", "host.containers.internal", "gateway.docker.internal"];

/**
 * Keeps foreign web pages out of a server that asks nobody for a password. A page can make the
 * browser send requests here, under a name of its own that it points at this machine (DNS
 * rebinding) or across origins; so the name must be one that no foreign page can own, and a
 * request that changes something must not come from an origin that is not known.
 */
export function guard(options: GuardOptions): MiddlewareHandler {
  const named = new Set([options.host, ...options.allowedHosts, ...engineNames].map(lower));
  const known = new Set(options.allowedOrigins.map(lower));
  return async (context, next) => {
    const host = context.req.header("host") ?? new URL(context.req.url).host;
    if (!isTrustedHost(hostnameOf(host), named)) {
      return problem(context, 403, "host-not-allowed", hostNotAllowed(host));
    }
    if (!isSafe(context.req.method)) {
      const origin = foreignOrigin(context.req.header("origin"), host);
      if (origin !== undefined && !known.has(lower(origin))) {
        return problem(context, 403, "origin-not-allowed", originNotAllowed(origin));
      }
    }
    return next();
  };
}

/**
 * Rebinding needs a name in public DNS. An address is no name, and a name without a dot (a
 * service in a compose file) is never a public one.
 */
function isTrustedHost(hostname: string, named: ReadonlySet<string>): boolean {
  return (
    isIP(hostname) !== 0 ||
    singleLabel.test(hostname) ||
    hostname.endsWith(".localhost") ||
    named.has(hostname)
  );
}

const singleLabel = /^[a-z0-9_-]+$/;

function hostnameOf(host: string): string {
  const withoutPort = host.replace(/:\d*$/, "");
  return lower(withoutPort.replace(/^\[(.*)\]$/, "$1"));
}

function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/** The origin a browser names, when it is another than the server's own; programs name none. */
function foreignOrigin(origin: string | undefined, host: string): string | undefined {
  if (origin === undefined) return undefined;
  return URL.canParse(origin) && lower(new URL(origin).host) === lower(host) ? undefined : origin;
}

function hostNotAllowed(host: string): string {
  return (
    `This server does not answer to the host name '${host}'. ` +
    "Use localhost, or add the name to its allowed hosts."
  );
}

function originNotAllowed(origin: string): string {
  return (
    `Requests that change something are not taken from pages of '${origin}'. ` +
    "Send them from a program or a page of this server, or add the page to its allowed origins."
  );
}

function lower(text: string): string {
  return text.toLowerCase();
}
