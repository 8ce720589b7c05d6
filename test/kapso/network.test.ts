import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { interrupted, isConnectFailure } from "../../src/kapso/http/network.ts";
import { connect, PHONE } from "./scripted-server.ts";

const coded = (code: string) => Object.assign(new Error(code), { code });
const failed = (cause: unknown, sent = false) => interrupted(cause, { sent, cutBy: undefined });

describe("a connection that was never made", () => {
  test.each([
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ENETUNREACH",
    "EHOSTUNREACH",
    "ETIMEDOUT",
    "UND_ERR_CONNECT_TIMEOUT",
  ])("%s may be tried again, also by a send", (code) => {
    const error = failed(coded(code));
    expect(error).toMatchObject({ requestSent: false, retryable: "S" });
    expect(isConnectFailure(error)).toBe(true);
  });

  test("is found in the first of several addresses, and in a cause", () => {
    const addresses = new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")]);
    expect(failed(addresses).code).toBe("ECONNREFUSED");
    expect(failed(new Error("fetch failed", { cause: coded("ENOTFOUND") })).code).toBe("ENOTFOUND");
  });

  test("is not what the same code means once the request had left", () => {
    const error = failed(coded("EHOSTUNREACH"), true);
    expect(error).toMatchObject({ requestSent: true });
    expect(isConnectFailure(error)).toBe(false);
  });

  test.each(["ECONNRESET", "UND_ERR_SOCKET", "EPIPE"])("is not %s, though nothing was sent", (code) => {
    expect(isConnectFailure(failed(coded(code)))).toBe(false);
  });
});

test.each([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "EPROTO",
])("%s is a refused certificate: for a human, and not sent", (code) => {
  const error = failed(coded(code));
  expect(error).toMatchObject({ kind: "network", code, retryable: "H", requestSent: false });
  expect(isConnectFailure(error)).toBe(false);
});

test.each([
  ["UND_ERR_HEADERS_TIMEOUT", "headers_timeout"],
  ["UND_ERR_BODY_TIMEOUT", "body_timeout"],
])("%s is a timeout", (code, name) => {
  expect(failed(coded(code), true)).toMatchObject({ kind: "timeout", code: name, requestSent: true, retryable: "L" });
});

test("what is no error at all is a failure of the network", () => {
  expect(failed("odd")).toMatchObject({ kind: "network", code: "network_error" });
});

test("a handshake that takes too long is a connection never made", async () => {
  const silent = createServer((socket) => void socket.on("error", () => {}).resume());
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  const origin = `https://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const { kapso } = connect({ origin }, { timeouts: { connectMs: 300 } });
  const write = kapso.contacts.update(PHONE, "5511987650042", { display_name: "x" });
  await expect(write).rejects.toMatchObject({ kind: "timeout", code: "connect_timeout", requestSent: false });
  await new Promise((resolve) => silent.close(resolve));
});
