/** The rule of the service for the names of task hubs. */
export const hubNameRule = "3 to 64 letters, digits and hyphens";

const pattern = /^[a-zA-Z0-9-]{3,64}$/;

export function isHubName(name: string): boolean {
  return pattern.test(name);
}
