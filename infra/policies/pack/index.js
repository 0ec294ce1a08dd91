// JavaScript, because Pulumi compiles a pack's TypeScript itself, with a compiler of long ago.
import { PolicyPack } from "@pulumi/policy";
import { durableTaskPolicies } from "durable-task-kit/policies";

new PolicyPack("durable-task", { policies: durableTaskPolicies });
