import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import { Any, type Struct } from "./engine-messages.ts";
import { Unfinished } from "./unfinished.ts";

type Failure = Pick<ServiceError, "code" | "details"> & Partial<Pick<ServiceError, "metadata">>;

/** A failed call as the engine reads it; the message is for the person who deploys. */
export function engineFailure(error: unknown, asked?: InstanceType<typeof Struct>): Failure {
  const details = error instanceof Error ? error.message : String(error);
  const failure = { code: status.UNKNOWN, details };
  if (!(error instanceof Unfinished) || asked === undefined) return failure;
  return { ...failure, metadata: unfinishedMetadata(error, asked) };
}

/**
 * Has the engine keep what may be there, so that the next deployment goes on with it, and a
 * destruction deletes it.
 */
function unfinishedMetadata({ id, message }: Unfinished, asked: InstanceType<typeof Struct>) {
  const unfinished = new messages.ErrorResourceInitFailed()
    .setId(id)
    .setProperties(asked)
    .setInputs(asked)
    .setReasonsList([message]);
  const packed = new Any();
  packed.pack(unfinished.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const details = new statuses.Status().setCode(status.UNKNOWN).setMessage(message);
  details.addDetails(packed);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  return metadata;
}
