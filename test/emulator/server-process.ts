import { startEmulator } from "../../emulator/index.ts";

const dataFolder = process.argv[2];
const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
const { grpc, rest } = await startEmulator({ ...ports, dataFolder });
console.log(JSON.stringify({ grpc, rest }));
