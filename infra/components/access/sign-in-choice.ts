import type { Refusal } from "../../refusal.ts";
import type { SignIn } from "./app-access-plan.ts";

interface Access {
  readonly signIn?: SignIn;
}

/** Refuses an access made for Kubernetes, on a host where Azure itself knows the app. */
export function checkManagedIdentity({ signIn = "managed-identity" }: Access): readonly Refusal[] {
  return signIn === "managed-identity" ? [] : [wrongSignIn("managed-identity", signIn)];
}

/** Refuses an access for hosts where Azure itself knows the app, in a Kubernetes cluster. */
export function checkWorkloadIdentity({ signIn = "managed-identity" }: Access): readonly Refusal[] {
  return signIn === "workload-identity" ? [] : [wrongSignIn("workload-identity", signIn)];
}

function wrongSignIn(right: SignIn, given: SignIn): Refusal {
  return {
    argument: "access.signIn",
    rule: `on this host an app signs in by ${right}, got ${given}`,
    wayOut: `make the AppAccess with signIn "${right}"`,
  };
}
