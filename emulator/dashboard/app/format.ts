const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "340 ms", "4.2 s", "3 m 20 s", "2 d 4 h": two units at most, never a false precision. */
export function durationText(millis: number): string {
  if (millis < second) return `${Math.max(0, Math.round(millis))} ms`;
  if (millis < 10 * second) return `${(Math.floor(millis / 100) / 10).toFixed(1)} s`;
  if (millis < minute) return `${Math.floor(millis / second)} s`;
  if (millis < hour) return twoUnits(millis, minute, "m", second, "s");
  if (millis < day) return twoUnits(millis, hour, "h", minute, "m");
  return twoUnits(millis, day, "d", hour, "h");
}

function twoUnits(millis: number, large: number, l: string, small: number, s: string): string {
  const rest = Math.floor((millis % large) / small);
  const whole = `${Math.floor(millis / large)} ${l}`;
  return rest === 0 ? whole : `${whole} ${rest} ${s}`;
}

/** "now", "12 s ago", "in 3 m", "5 d ago". */
export function relativeText(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance < 2 * second) return "now";
  const text = oneUnit(distance);
  return at > now ? `in ${text}` : `${text} ago`;
}

function oneUnit(millis: number): string {
  if (millis < minute) return `${Math.floor(millis / second)} s`;
  if (millis < hour) return `${Math.floor(millis / minute)} m`;
  if (millis < day) return `${Math.floor(millis / hour)} h`;
  return `${Math.floor(millis / day)} d`;
}

/** Local date and time to the millisecond, and the zone: shown on hovering over a relative one. */
export function exactText(at: number): string {
  const date = new Date(at);
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  const offset = -date.getTimezoneOffset();
  const [sign, minutes] = [offset < 0 ? "-" : "+", Math.abs(offset)];
  const zone = `${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
  return `${day} ${time}.${pad(date.getMilliseconds(), 3)} ${zone}`;
}

/** "1,204". */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}

/** "1,204", and "1,000+" where more were not counted. */
export function totalText(total: number, isLeast: boolean): string {
  return countText(total) + (isLeast ? "+" : "");
}

/** "12 characters", "64 K characters": UTF-16 units, close enough to say how long a text is. */
export function lengthText(length: number): string {
  return length < 10_000 ? `${countText(length)} characters` : `${Math.round(length / 1024)} K`;
}
