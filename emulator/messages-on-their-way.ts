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
  /**
   * Reads the first window and delivers what is due already, so that nothing sent from then on
   * overtakes it; resolves when that is done.
   */
  open(): Promise<void>;
  close(): void;
}

export function createMessagesOnTheirWay(
  clock: Clock,
  read: (after: MessagePosition, limit: number) => Promise<readonly Message[]>,
  deliver: (message: Message) => void,
  limits: Pick<MemoryLimits, "messageCount" | "messageLength"> = memoryLimits,
): MessagesOnTheirWay {
  const { messageCount: windowSize, messageLength: windowLengthMax } = limits;
  let window: Message[] = [];
  /** Grows with what is kept; counted anew when the window is cut. */
  let windowLength = 0;
  let horizon: MessagePosition = { visibleAt: 0, sequence: 0 };
  /** Added while a read is under way, whose answer may or may not hold them. */
  let added: Message[] | undefined;
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
    for (let length = 0; messages.length < windowSize && length < windowLengthMax; ) {
      const next = await read(messages.at(-1) ?? horizon, readSize);
      messages.push(...next);
      length += textLength(next);
      if (next.length < readSize) {
        horizon = { visibleAt: Number.POSITIVE_INFINITY, sequence: Number.POSITIVE_INFINITY };
        return messages;
      }
    }
    horizon = messages.at(-1) ?? horizon;
    return messages;
  }

  async function refill(): Promise<void> {
    if (added !== undefined) return;
    added = [];
    const messages = await readWindow();
    const known = new Set(window.map(({ sequence }) => sequence));
    for (const message of [...messages, ...added]) {
      if (known.has(message.sequence) || compare(message, horizon) > 0) continue;
      known.add(message.sequence);
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
    for (const message of due) deliver(message);
    if (window.length === 0 && Number.isFinite(horizon.visibleAt)) void refill();
    else arm();
  }

  return {
    add,
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
