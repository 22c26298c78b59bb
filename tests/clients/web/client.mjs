// A browser's client: Connect for the web over gRPC-Web, by the fetch of the platform, which speaks HTTP/1.1.
//
//   node client.mjs ADDRESS DESCRIPTORS.bin REQUESTS.json
//
// Makes each of the calls and writes what came of it, a line of JSON each. It has no generated code: the messages are
// those of the descriptors.
import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The packages lie where this is run, apart from the sources.
const require = createRequire(`${process.cwd()}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { createFileRegistry, fromBinary, fromJson, toJson } = await load("@bufbuild/protobuf");
const { FileDescriptorSetSchema } = await load("@bufbuild/protobuf/wkt");
const { Code, ConnectError, createClient } = await load("@connectrpc/connect");
const { createGrpcWebTransport } = await load("@connectrpc/connect-web");

const [address, descriptors, requests] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const service = registry.getService("arbitre.v1.PlanningService");
const transport = createGrpcWebTransport({ baseUrl: `http://${address}`, useBinaryFormat: true });
const client = createClient(service, transport);

for (const asked of JSON.parse(readFileSync(requests, "utf8"))) {
  writeSync(1, `${JSON.stringify(await call(asked))}\n`);
}
// As a page that is closed: what goes on is left.
process.exit(0);

async function call({ method, request, timeoutMs, leaveAfter }) {
  const { localName, input, output, methodKind } = service.methods.find((m) => m.name === method);
  const options = { timeoutMs, headers: { "accept-language": "en" } };
  const events = [];
  try {
    const answer = client[localName](fromJson(input, request), options);
    if (methodKind === "unary") {
      return { answer: toJson(output, await answer) };
    }
    for await (const event of answer) {
      events.push(toJson(output, event));
      if (events.length === leaveAfter) {
        return { events };
      }
    }
    return { events };
  } catch (error) {
    const { code, rawMessage, details } = ConnectError.from(error);
    return { events, code: Code[code], message: rawMessage, details: details.map((d) => d.type) };
  }
}
