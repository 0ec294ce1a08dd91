import assert from "node:assert/strict";
import { test } from "node:test";
import { connectionFrom } from "../src/connection.ts";

const connect = (text: string) =>
  connectionFrom({ DURABLE_TASK_SCHEDULER_CONNECTION_STRING: text });

test("the emulator is told the task hub and gets no token", async () => {
  const connection = connect("Endpoint=http://localhost:8080;TaskHub=orders;Authentication=None");
  assert.equal(connection.hostAddress, "localhost:8080");
  const metadata = await connection.metadataGenerator();
  assert.deepEqual(metadata.getMap(), { taskhub: "orders" });
});

test("a scheduler in Azure is reached by TLS", () => {
  const text = "Endpoint=https://orders.example;TaskHub=orders;Authentication=ManagedIdentity";
  assert.equal(connect(text).hostAddress, "orders.example:443");
});

test("a connection string that lacks a part says which", () => {
  assert.throws(() => connect("Endpoint=http://localhost:8080;TaskHub=orders"), /authentication/);
});

test("an unknown way to sign in is refused with those there are", () => {
  const text = "Endpoint=https://orders.example;TaskHub=orders;Authentication=Password";
  assert.throws(() => connect(text), /use None, ManagedIdentity, DefaultAzure or AzureCLI/);
});
