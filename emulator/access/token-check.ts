import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a caller that sends this `authorization` header may pass. */
export type TokenCheck = (authorization: string | undefined) => boolean;

/** Without a token everybody may. How long the answer takes says nothing about the token. */
export function createTokenCheck(token: string | undefined): TokenCheck {
  if (token === undefined) return () => true;
  const expected = digest(token);
  return (authorization = "") => {
    const [, sent] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
    return sent !== undefined && timingSafeEqual(digest(sent), expected);
  };
}

// Digests have one length, whatever was sent.
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
