/**
 * The text of a `.env` file with these settings. Values stand as they are: Docker takes quotes for
 * a part of the value, and nothing that a connection string may hold needs them elsewhere.
 */
export function envFile(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
