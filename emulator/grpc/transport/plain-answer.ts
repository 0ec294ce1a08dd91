/** An answer to what is no gRPC call, for people and probes. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const text = { "content-type": "text/plain" };
const isGrpc = /^application\/grpc(?:$|[+;])/;

/** Undefined for a gRPC call. */
export function plainAnswer(
  method: string | undefined,
  path: string | undefined,
  contentType: string | undefined,
): PlainAnswer | undefined {
  if (path === "/healthz" && (method === "GET" || method === "HEAD")) return healthy;
  if (method !== "POST") return wrongMethod;
  if (!isGrpc.test(contentType ?? "")) return wrongContent;
  return undefined;
}

const healthy: PlainAnswer = { status: 200, headers: text, body: "Healthy\n" };

const way = "This port speaks gRPC; REST and the dashboard have ports of their own.\n";
const wrongMethod: PlainAnswer = { status: 405, headers: { ...text, allow: "POST" }, body: way };
const wrongContent: PlainAnswer = { status: 415, headers: text, body: way };

/** For HTTP/1.1, which no gRPC call comes by. */
export const wrongProtocol: PlainAnswer = {
  status: 400,
  headers: text,
  body: `An HTTP/1.1 request was sent to a port of HTTP/2. ${way}`,
};
