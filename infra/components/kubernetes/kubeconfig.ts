/** The application in Entra that every AKS cluster accepts tokens for. */
const serverId = "6dae42f8-4368-4678-94ff-3960e28e3630";

export interface KubeconfigFacts {
  readonly host: string;
  /** What Azure hands out for users: a kubeconfig in base64. */
  readonly userCredentials: string;
}

/**
 * A kubeconfig without a password, for a cluster that has none: `kubelogin` gets a token as whoever
 * is signed in. `AAD_LOGIN_METHOD` says how where it is not by `az login`.
 * @param loginMethod the way that kubelogin signs in
 * @throws Error when the credentials name no authority.
 */
export function kubeconfigFor(facts: KubeconfigFacts, loginMethod = "azurecli"): string {
  const cluster = {
    server: `https://${facts.host}`,
    "certificate-authority-data": authorityIn(facts.userCredentials),
  };
  const args = ["get-token", "--login", loginMethod, "--server-id", serverId];
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "kubelogin",
    args,
    interactiveMode: "Never",
    installHint: "install kubelogin: https://azure.github.io/kubelogin/install.html",
  };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "aks", cluster }],
    users: [{ name: "deployer", user: { exec } }],
    contexts: [{ name: "aks", context: { cluster: "aks", user: "deployer" } }],
    "current-context": "aks",
  });
}

function authorityIn(userCredentials: string): string {
  const text = Buffer.from(userCredentials, "base64").toString("utf8");
  const authority = /certificate-authority-data:\s*(\S+)/.exec(text)?.[1];
  if (authority !== undefined) return authority;
  throw new Error("Azure's credentials for the cluster name no certificate authority");
}
