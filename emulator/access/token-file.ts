import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** A file with a token that cannot be used: which one, why, and the way out. */
export class TokenFileError extends Error {
  override readonly name = "TokenFileError";
}

/** What a bearer token may be made of, and long enough that nobody guesses it. */
const tokenPattern = /^[\w.~+/-]{16,512}=*$/;

/**
 * The token in the file, without the line's end. A missing file is made, with a new token that
 * only this user can read.
 */
export async function openTokenFile(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return makeTokenFile(file);
    throw unusable(file, error.message);
  });
  const token = text.trim();
  if (!tokenPattern.test(token)) {
    throw unusable(file, "a token has 16 to 512 letters, digits and -._~+/");
  }
  return token;
}

async function makeTokenFile(file: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${token}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw unusable(file, error instanceof Error ? error.message : String(error));
  }
  return token;
}

function unusable(file: string, reason: string): TokenFileError {
  return new TokenFileError(
    `The token file ${file} cannot be used: ${reason}. ` +
      "Put a token there, or name a new file with --auth-token-file and one is made.",
  );
}
