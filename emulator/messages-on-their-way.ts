import type { Clock } from "./clock.ts";
import type { Message } from "./core/message.ts";
import { textLength } from "./core/text-length.ts";
import { type MemoryLimits, memoryLimits } from "./memory-limits.ts";
import type { MessagePosition } from "./store/port.ts";

/** How many are read at once, so that large ones are not all read before they are counted. */
const readSize = 100;

/**
 * The messages of a hub that are not visible yet. The earliest are in memory, up to a horizon;
 * what lies beyond is read when the window has emptied. One alarm waits for the earliest.
 */
export interface MessagesOnTheirWay {
  add(message: Message): void;
  /** Delivers one that is visible already, and stored as being on its way all the same. */
  pass(message: Message): void;
  /**
   * Reads the first window and delivers what is due already, so that nothing sent from then on
   * overtakes it; resolves when that is done.
   */
  open(): Promise<void>;
  close(): void;
}

/** `read` sees all that was added before; `deliver` resolves once the delivery is durable. */
export function createMessagesOnTheirWay(
  clock: Clock,
  read: (after: MessagePosition, limit: number) => Promise<readonly Message[]>,
  deliver: (message: Message) => Promise<unknown>,
  limits: Pick<MemoryLimits, "messageCount" | "messageLength"> = memoryLimits,
): MessagesOnTheirWay {
  const { messageCount: windowSize, messageLength: windowLengthMax } = limits;
  let window: Message[] = [];
  /** Grows with what is kept; counted anew when the window is cut. */
  let windowLength = 0;
  let horizon: MessagePosition = { visibleAt: 0, sequence: 0 };
  /** Added while a read is under way, whose answer may or may not hold them. */
  let added: Message[] | undefined;
  /** Being delivered without having been in the window, so that a read may still show them. */
  const passing = new Set<number>();
  let cancelAlarm: (() => void) | undefined;
  let isClosed = false;

  function add(message: Message): void {
    added?.push(message);
    if (compare(message, horizon) > 0) return;
    keep(message);
    if (window.length > 2 * windowSize || windowLength > 2 * windowLengthMax) cut();
    arm();
  }

  function keep(message: Message): void {
    insert(window, message);
    windowLength += textLength(message);
  }

  /** Keeps what fits, and at least one. */
  function cut(): void {
    windowLength = 0;
    const over = window.findIndex((message, index) => {
      windowLength += textLength(message);
      return index > 0 && (index >= windowSize || windowLength > windowLengthMax);
    });
    if (over < 0) return;
    window = window.slice(0, over);
    horizon = window.at(-1) ?? horizon;
  }

  async function readWindow(): Promise<readonly Message[]> {
    const messages: Message[] = [];
    let length = 0;
    // Once at least, however little is to be kept: else nothing would ever come.
    do {
      const limit = Math.min(readSize, windowSize - messages.length);
      const next = await read(messages.at(-1) ?? horizon, limit);
      messages.push(...next);
      length += textLength(next);
      if (next.length < limit) {
        horizon = { visibleAt: Number.POSITIVE_INFINITY, sequence: Number.POSITIVE_INFINITY };
        return messages;
      }
    } while (messages.length < windowSize && length < windowLengthMax);
    horizon = messages.at(-1) ?? horizon;
    return messages;
  }

  async function refill(): Promise<void> {
    if (added !== undefined) return;
    added = [];
    const messages = await readWindow();
    const known = new Set(window.map(({ sequence }) => sequence));
    for (const message of [...messages, ...added]) {
      const { sequence } = message;
      if (known.has(sequence) || passing.has(sequence) || compare(message, horizon) > 0) continue;
      known.add(sequence);
      keep(message);
    }
    added = undefined;
    if (!isClosed) fire();
  }

  function arm(): void {
    cancelAlarm?.();
    cancelAlarm = undefined;
    const first = window[0];
    if (first !== undefined && !isClosed) cancelAlarm = clock.wake(first.visibleAt, fire);
  }

  function fire(): void {
    const now = clock.now();
    const count = window.findIndex((message) => message.visibleAt > now);
    const due = window.splice(0, count < 0 ? window.length : count);
    for (const message of due) void deliver(message);
    if (window.length === 0 && Number.isFinite(horizon.visibleAt)) void refill();
    else arm();
  }

  return {
    add,
    async pass(message) {
      passing.add(message.sequence);
      await deliver(message);
      passing.delete(message.sequence);
    },
    open: refill,
    close() {
      isClosed = true;
      cancelAlarm?.();
    },
  };
}

function compare(a: MessagePosition, b: MessagePosition): number {
  return a.visibleAt - b.visibleAt || a.sequence - b.sequence;
}

function insert(sorted: Message[], message: Message): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other !== undefined && compare(other, message) <= 0) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, message);
}
