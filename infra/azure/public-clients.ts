/** Applications that people sign in with. Whoever signs in through any other is no person. */
export const publicClients: ReadonlySet<string> = new Set([
  // Azure CLI, and the Azure Developer CLI with it
  "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  // Azure PowerShell
  "1950a258-227b-4e31-a9cf-717495945fc2",
  // Visual Studio
  "872cd9fa-d31f-45e0-9eab-6e460a02d1f1",
  // Visual Studio Code
  "aebc6443-996d-45c2-90f0-388ff96faf97",
]);
