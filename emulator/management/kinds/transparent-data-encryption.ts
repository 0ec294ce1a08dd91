import { recordOf, textOf } from "../../rest/json-record.ts";
import { type Kind, onlyDefault } from "./kind.ts";
import { skuNameOf, skus } from "./scheduler.ts";
import { oneOf } from "./values.ts";

export const transparentDataEncryption: Kind = {
  kind: "transparentDataEncryptions",
  type: "Microsoft.DurableTask/schedulers/transparentDataEncryptions",
  since: "2026-05-01-preview",
  name: onlyDefault,
  canPatch: false,
  members: {
    "properties.keySource": "2026-05-01-preview",
    "properties.keyVaultKeyUri": "2026-05-01-preview",
    "properties.autoRotationEnabled": "2026-05-01-preview",
  },
  check(body, { faults, scheduler }) {
    const properties = recordOf(body.properties) ?? {};
    const target = "properties.keySource";
    const names = ["MicrosoftManaged", "CustomerManaged"] as const;
    const keySource = oneOf(properties.keySource, names, target, faults);
    if (properties.keySource === undefined) {
      faults.push({ target, message: `is missing; use ${names.join(" or ")}` });
    }
    const uri = textOf(properties.keyVaultKeyUri);
    const isCustomers = keySource === "CustomerManaged";
    const sku = scheduler === undefined ? "Dedicated" : skuNameOf(scheduler);
    if (isCustomers && !skus[sku].customerManagedKey) {
      faults.push({ target, message: `cannot be CustomerManaged with the SKU ${sku}` });
    }
    const isKey = uri !== undefined && URL.canParse(uri) && uri.startsWith("https://");
    const uriTarget = "properties.keyVaultKeyUri";
    if (isCustomers && !isKey) {
      faults.push({ target: uriTarget, message: "must be the https address of a Key Vault key" });
    }
    if (!isCustomers && uri !== undefined) {
      faults.push({ target: uriTarget, message: "goes with CustomerManaged alone" });
    }
    const rotation = properties.autoRotationEnabled;
    return {
      properties: {
        ...(keySource !== undefined && { keySource }),
        ...(uri !== undefined && { keyVaultKeyUri: uri }),
        ...(typeof rotation === "boolean" && { autoRotationEnabled: rotation }),
      },
    };
  },
  properties: ({ properties, state }) => ({ ...properties, provisioningState: state }),
};
