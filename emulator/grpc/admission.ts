import { createIntake } from "../access/intake.ts";
import { createQuota } from "../access/quota.ts";
import type { TokenCheck } from "../access/token-check.ts";
import { Fault } from "./fault.ts";
import type { Metadata } from "./transport/metadata.ts";
import { type Failure, status } from "./transport/status.ts";

/** Who may call, and how much each peer may hold open at once; one for the whole server. */
export interface Admission {
  /** Asked before anything of a request is read: UNAUTHENTICATED for a caller without the token. */
  refusalOf(metadata: Metadata): Failure | undefined;
  /** Answers a request of this many bytes: large ones a few at a time. @throws Fault RESOURCE_EXHAUSTED */
  answer<Answer>(size: number, answer: () => Promise<Answer>): Promise<Answer>;
  /** Counts a stream of work items; the answer ends it. @throws Fault RESOURCE_EXHAUSTED */
  openStream(peer: string): () => void;
  /** Counts a call for as long as it waits for an instance. @throws Fault RESOURCE_EXHAUSTED */
  wait<Answer>(peer: string, call: () => Promise<Answer>): Promise<Answer>;
}

export interface AdmissionRules {
  readonly isToken: TokenCheck;
  readonly streamsPerPeer: number;
}

/** Each costs some kilobytes and its stream; nothing that a program needs comes near. */
const waitsPerPeer = 10_000;

const mebi = 1024 * 1024;

/**
 * In bytes. While it is stored, a payload is in memory about four times: as it came, as text, as
 * events and as the store's rows.
 */
const requestLimits = { largeSize: 64 * 1024, workingSize: 32 * mebi, waitingSize: 512 * mebi };

export function createAdmission({ isToken, streamsPerPeer }: AdmissionRules): Admission {
  const streams = createQuota(streamsPerPeer);
  const waits = createQuota(waitsPerPeer);
  const intake = createIntake(requestLimits);
  return {
    refusalOf: (metadata) => (isToken(metadata.get("authorization")) ? undefined : unauthenticated),
    answer: (size, answer) => intake.run(size, answer) ?? refuse(tooMuchAtOnce),
    openStream: (peer) => streams.take(addressOf(peer)) ?? refuse(tooManyStreams(streamsPerPeer)),
    async wait(peer, call) {
      const end = waits.take(addressOf(peer)) ?? refuse(tooManyWaits);
      try {
        return await call();
      } finally {
        end();
      }
    },
  };
}

const unauthenticated: Failure = {
  code: status.UNAUTHENTICATED,
  message:
    "This emulator asks for its token: send the metadata 'authorization: Bearer <token>' " +
    "with the token in the file that it was started with (--auth-token-file).",
};

function refuse(details: string): never {
  throw new Fault(status.RESOURCE_EXHAUSTED, details);
}

function tooManyStreams(max: number): string {
  return (
    `This address holds ${max} streams of work items already. ` +
    "Stop workers that are not needed, or start the emulator with a larger --streams-per-peer."
  );
}

const tooMuchAtOnce =
  `Requests of more than ${requestLimits.waitingSize / mebi} MiB wait to be stored already. ` +
  "Send this one again later, and fewer large ones at a time.";

const tooManyWaits =
  `${waitsPerPeer} calls from this address wait for instances already. ` +
  "Wait for fewer at a time, or ask for their state instead.";

/** A peer is named by address and port; each of its connections has a port of its own. */
function addressOf(peer: string): string {
  return peer.replace(/:\d+$/, "");
}
