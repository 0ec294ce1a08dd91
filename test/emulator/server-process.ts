import { startEmulator } from "../../emulator/index.ts";

const dataFolder = process.argv[2];
const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
const dynamicTaskHubs = true;
const { grpc, rest } = await startEmulator({ ...ports, dataFolder, dynamicTaskHubs });
console.log(JSON.stringify({ grpc, rest }));
