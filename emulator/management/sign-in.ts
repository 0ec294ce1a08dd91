import { createHmac } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { createTokenCheck } from "../access/token-check.ts";
import { ArmError, errorAnswer } from "./arm-error.ts";

/** The access tokens that Azure's clients get for a secret, and send with every request. */
export interface AccessTokens {
  /** Whether a client that shows this secret may have a token. */
  isSecret(secret: string | undefined): boolean;
  /** A JSON Web Token; signed where a secret is asked for. */
  issue(claims: Claims): string;
  /** Whether the header holds one that has not expired by `now`, milliseconds since 1970. */
  isIssued(authorization: string | undefined, now: number): boolean;
}

export interface Claims {
  /** Seconds since 1970. */
  readonly exp: number;
}

/** Without a secret anybody gets a token, and nobody looks at it. */
export function createAccessTokens(secret: string | undefined): AccessTokens {
  if (secret === undefined) {
    return {
      isSecret: () => true,
      issue: (claims) => `${body("none", claims)}.`,
      isIssued: always,
    };
  }
  const isSecret = createTokenCheck(secret);
  const signatureOf = (text: string) =>
    createHmac("sha256", secret).update(text).digest("base64url");
  return {
    isSecret: (shown = "") => isSecret(`Bearer ${shown}`),
    issue(claims) {
      const text = body("HS256", claims);
      return `${text}.${signatureOf(text)}`;
    },
    isIssued(authorization = "", now) {
      const [, text = "", payload = "", signature = ""] = pattern.exec(authorization) ?? [];
      const isSigned = createTokenCheck(signatureOf(text))(`Bearer ${signature}`);
      return isSigned && expiryOf(payload) * 1_000 > now;
    },
  };
}

const always = () => true;

/** What is signed, its second part, and the signature. */
const pattern = /^bearer +([\w-]+\.([\w-]+))\.([\w-]+)$/i;

function body(alg: string, claims: Claims): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg, typ: "JWT" })}.${part(claims)}`;
}

/** Only of a payload that was signed here. */
function expiryOf(payload: string): number {
  const claims: Claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  return claims.exp;
}

/** Lets requests pass that bring a token; routes that were added before it ask for none. */
export function requireToken(tokens: AccessTokens, now: () => number): MiddlewareHandler {
  return async (context, next) => {
    if (tokens.isIssued(context.req.header("authorization"), now())) return next();
    context.header("WWW-Authenticate", "Bearer");
    const text =
      "This emulator asks for a token: sign in with the token in the file that it was started " +
      "with (--auth-token-file) as the client's secret.";
    return errorAnswer(context, new ArmError(401, "AuthenticationFailed", text));
  };
}
