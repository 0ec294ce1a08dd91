/**
 * Wider than the service's rule (3 to 64 letters, digits and hyphens): a hub of the official
 * emulator may be called `a`, and tests are fond of short names.
 */
export const hubNameRule =
  "1 to 64 letters, digits, hyphens, underscores and dots, the first a letter or digit";

const pattern = /^[a-zA-Z0-9][\w.-]{0,63}$/;

export function isHubName(name: string): boolean {
  return pattern.test(name);
}
