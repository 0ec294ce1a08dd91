import type { Kind } from "./kind.ts";
import { privateEndpointConnection } from "./private-endpoint-connection.ts";
import { retentionPolicy } from "./retention-policy.ts";
import { taskHub } from "./task-hub.ts";
import { transparentDataEncryption } from "./transparent-data-encryption.ts";

/** What a scheduler has below it. */
export const childKinds: readonly Kind[] = [
  taskHub,
  retentionPolicy,
  privateEndpointConnection,
  transparentDataEncryption,
];
