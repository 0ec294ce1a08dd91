import { startEmulator } from "../../emulator/index.ts";

const [, , dataFolder, hubs] = process.argv;
const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0, managementPort: 0 };
const { grpc, rest, dashboard, management } = await startEmulator({
  ...ports,
  dataFolder,
  dynamicTaskHubs: hubs === "dynamic-hubs",
});
console.log(JSON.stringify({ grpc, rest, dashboard, management }));
