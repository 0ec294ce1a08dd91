import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import {
  bits,
  implicit,
  integer,
  objectId,
  octets,
  sequence,
  set,
  tagged,
  time,
  truth,
  utf8,
} from "./der.ts";

/** A certificate and its private key, in PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly days: number;
  readonly publicKey: KeyObject;
  readonly issuerKeys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly extensions: readonly Uint8Array[];
}

const dayMillis = 86_400_000;
const authorityDays = 3_650;
/** Some clients refuse a server's certificate that is valid for more than 398 days. */
const serverDays = 397;

const oid = {
  commonName: "2.5.4.3",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
} as const;

// A bit string: certificate signing and revocation lists are bits 5 and 6, signatures bit 0.
const signsCertificates = bits(Buffer.from([0b0000_0110]), 1);
const signsData = bits(Buffer.from([0b1000_0000]), 7);

/** An authority that signs certificates for this emulator and for nothing else. */
export function createAuthority(name: string, now: number): Certified {
  const keys = newKeys();
  const authority: Certificate = {
    subject: name,
    issuer: name,
    days: authorityDays,
    publicKey: keys.publicKey,
    issuerKeys: keys,
    extensions: [
      extension(oid.basicConstraints, sequence(truth(), integer(Buffer.from([0]))), true),
      extension(oid.keyUsage, signsCertificates, true),
    ],
  };
  return { certificate: pem(authority, now), key: keyPem(keys.privateKey) };
}

export interface Authority {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A server's certificate for these host names and addresses. */
export function createServerCertificate(
  authority: Authority,
  hosts: readonly string[],
  now: number,
): Certified {
  const keys = newKeys();
  const certificate: Certificate = {
    subject: "localhost",
    issuer: authority.name,
    days: serverDays,
    publicKey: keys.publicKey,
    issuerKeys: authority,
    extensions: [
      extension(oid.basicConstraints, sequence(), true),
      extension(oid.keyUsage, signsData, true),
      extension(oid.extendedKeyUsage, sequence(objectId(oid.serverAuth))),
      extension(oid.subjectAltName, sequence(...hosts.map(alternativeName))),
    ],
  };
  return { certificate: pem(certificate, now), key: keyPem(keys.privateKey) };
}

function newKeys() {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function keyPem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

/** The certificate of RFC 5280, valid from an hour ago: clocks of two machines differ. */
function pem(certificate: Certificate, now: number): string {
  const { subject, issuer, days, publicKey, issuerKeys, extensions } = certificate;
  const algorithm = sequence(objectId(oid.ecdsaWithSha256));
  const version3 = tagged(0, integer(Buffer.from([2])));
  const signed = sequence(
    version3,
    integer(serialNumber()),
    algorithm,
    name(issuer),
    sequence(time(now - 3_600_000), time(now + days * dayMillis)),
    name(subject),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(3, sequence(...extensions, ...keyIdentifiers(publicKey, issuerKeys.publicKey))),
  );
  const signature = sign("sha256", signed, issuerKeys.privateKey);
  const der = Buffer.from(sequence(signed, algorithm, bits(signature)));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** Positive, and never the same twice. */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function name(commonName: string): Uint8Array {
  return sequence(set(sequence(objectId(oid.commonName), utf8(commonName))));
}

function extension(id: string, content: Uint8Array, isCritical = false): Uint8Array {
  return sequence(objectId(id), ...(isCritical ? [truth()] : []), octets(content));
}

/** By these a client finds the authority's certificate among those it trusts. */
function keyIdentifiers(publicKey: KeyObject, issuerKey: KeyObject): readonly Uint8Array[] {
  return [
    extension(oid.subjectKeyIdentifier, octets(keyIdentifier(publicKey))),
    extension(oid.authorityKeyIdentifier, sequence(implicit(0, keyIdentifier(issuerKey)))),
  ];
}

function keyIdentifier(key: KeyObject): Uint8Array {
  const der = key.export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest().subarray(0, 20);
}

const dnsName = 2;
const ipAddress = 7;

function alternativeName(host: string): Uint8Array {
  if (isIP(host) === 0) return implicit(dnsName, Buffer.from(host));
  return implicit(ipAddress, addressBytes(host));
}

function addressBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  // The parser of web addresses writes every IPv6 address in hexadecimal and shortest form.
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = new Array<string>(8 - before.length - after.length).fill("0");
  const words = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
  return Buffer.from(words.flatMap((word) => [word >>> 8, word & 0xff]));
}
