import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { tlsFolderName } from "../../store/data-folder.ts";
import {
  type Authority,
  type Certified,
  createAuthority,
  createServerCertificate,
} from "./certificate.ts";

/** What the server shows its clients, and the file by which they trust it. */
export interface TlsFiles {
  readonly server: Certified;
  readonly authorityFile: string;
  /** Removes what was made for this run alone. */
  close(): Promise<void>;
}

const authorityName = "durable-task-kit emulator";
const dayMillis = 86_400_000;

/**
 * An authority made at the first start and kept in the data folder, so that trusting it once is
 * enough; its certificate for the server is made anew with every start. In memory, the authority
 * lasts for this run and its file lies in a temporary folder.
 */
export async function openTls(
  dataFolder: string | undefined,
  hosts: readonly string[],
): Promise<TlsFiles> {
  const folder =
    dataFolder === undefined
      ? await mkdtemp(join(tmpdir(), "dtk-tls-"))
      : join(dataFolder, tlsFolderName);
  await mkdir(folder, { recursive: true });
  const authorityFile = join(folder, "ca.pem");
  const keyFile = join(folder, "ca-key.pem");
  const now = Date.now();
  const kept = await keptAuthority(authorityFile, keyFile, now);
  const authority = kept ?? (await newAuthority(authorityFile, keyFile, now));
  return {
    server: createServerCertificate(authority, hostsOf(hosts), now),
    authorityFile,
    async close() {
      if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Every name under which this machine may be asked. */
function hostsOf(hosts: readonly string[]): readonly string[] {
  const always = [
    "localhost",
    "127.0.0.1",
    "::1",
    "host.docker.internal",
    "host.containers.internal",
    hostname(),
  ];
  const isName = (host: string) => host !== "0.0.0.0" && host !== "::" && /^[\w.:-]+$/.test(host);
  return [...new Set([...always, ...hosts].filter(isName))];
}

/** Undefined when there is none, or it ends before a server's certificate would. */
async function keptAuthority(
  authorityFile: string,
  keyFile: string,
  now: number,
): Promise<Authority | undefined> {
  try {
    const certificate = new X509Certificate(await readFile(authorityFile));
    const privateKey = createPrivateKey(await readFile(keyFile));
    const isLasting = certificate.validToDate.getTime() > now + 400 * dayMillis;
    if (!isLasting || !certificate.checkPrivateKey(privateKey)) return undefined;
    return { name: authorityName, publicKey: certificate.publicKey, privateKey };
  } catch {
    return undefined;
  }
}

async function newAuthority(
  authorityFile: string,
  keyFile: string,
  now: number,
): Promise<Authority> {
  const { certificate, key } = createAuthority(authorityName, now);
  await writeFile(keyFile, key, { mode: 0o600 });
  await writeFile(authorityFile, certificate);
  const { publicKey } = new X509Certificate(certificate);
  return { name: authorityName, publicKey, privateKey: createPrivateKey(key) };
}
