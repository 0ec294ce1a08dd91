/** The format of durations in .NET, which schedules are kept in: `[d.]hh:mm:ss[.fffffff]`. */
const pattern = /^(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,7})?$/;

/** Milliseconds; undefined for what is no duration. */
export function timeSpanMillis(text: string): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, fraction = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds + fraction) * 1_000;
}

export function timeSpanText(millis: number): string {
  const seconds = Math.floor(millis / 1_000);
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const text = clock.map((part) => String(part).padStart(2, "0")).join(":");
  const ticks = Math.round((millis - seconds * 1_000) * 10_000);
  const fraction = ticks === 0 ? "" : `.${String(ticks).padStart(7, "0")}`;
  return `${days === 0 ? "" : `${days}.`}${text}${fraction}`;
}
