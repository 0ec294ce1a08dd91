import { codec } from "../../emulator/grpc/codec.ts";
import { openMemoryStore } from "../../emulator/store/memory/memory-store.ts";
import { storeConformance } from "./conformance.ts";
import { queryConformance } from "./query-conformance.ts";

storeConformance("the memory store", async () => openMemoryStore({ codec }));
queryConformance("the memory store", async () => openMemoryStore({ codec }));
