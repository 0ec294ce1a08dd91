/** What a function app on the Flex Consumption plan may be. */
export const flexConsumption = {
  runtimes: ["dotnet-isolated", "node", "java", "python", "powershell", "custom"],
  instanceMemoryMebibytes: [512, 2_048, 4_096],
  instancesMax: 1_000,
  /** The functions that are kept warm together: orchestrators, activities and entities. */
  durableGroup: "durable",
} as const;

export type FunctionRuntime = (typeof flexConsumption.runtimes)[number];
export type InstanceMemory = (typeof flexConsumption.instanceMemoryMebibytes)[number];
