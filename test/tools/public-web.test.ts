import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { LookupFunction } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Dial, overTls } from "../../src/tools/web/dial.ts";
import type { PublicWeb } from "../../src/tools/web/public-web.ts";
import { CERTIFICATE, KEY } from "../helpers/certificate.ts";
import { endless, file, listen, redirect, SITE, startWeb, type WebStage } from "./web-stage.ts";

let stage: WebStage;
beforeAll(async () => {
  stage = await startWeb();
});
afterAll(() => stage.close());
beforeEach(() => stage.reset());

interface Wish {
  web?: PublicWeb;
  signal?: AbortSignal;
  maxBytes?: number;
  bound?: (head: Uint8Array) => Promise<number>;
  progress?: (done: number, total?: number) => Promise<void>;
}

function fetchLink(link: string, { web = stage.web, ...visitor }: Wish = {}) {
  return web.fetch(link, {
    signal: new AbortController().signal,
    maxBytes: 10_000_000,
    bound: async () => 10_000_000,
    progress: async () => {},
    ...visitor,
  });
}

/** The words of a refusal. */
const refusal = (link: string, wish?: Wish) =>
  fetchLink(link, wish).then(
    () => "nothing was refused",
    (error: Error) => error.message,
  );

describe("a file", () => {
  test("comes with its bytes, the type that its host names, and the name in its path", async () => {
    stage.pages.set("/a/b%20c.pdf?x=1", file("%PDF-1.4", "application/pdf"));
    const { bytes, contentType, filename } = await fetchLink("https://files.example/a/b%20c.pdf?x=1#part");
    expect(Buffer.from(bytes).toString()).toBe("%PDF-1.4");
    expect({ contentType, filename }).toEqual({ contentType: "application/pdf", filename: "b c.pdf" });
  });

  test.each([
    ["/..%2f..%2fa.txt", ""],
    ["/a%2f..%5cb.txt", "a..b.txt"],
    ["/a%00b.png", "ab.png"],
    ["/%e2%80%aegnp.exe", "gnp.exe"],
    ["/noextension", ""],
    ["/.hidden", ""],
    ["/%ff.png", ""],
    ["/", ""],
  ])("of the path %s has a plain name or none", async (path, expected) => {
    stage.pages.set(path, file("x", "text/plain"));
    const { filename } = await fetchLink(`https://files.example${path}`);
    expect(filename).toBe(expected);
  });

  test("is asked for without any credential or trace of where the request comes from", async () => {
    stage.pages.set("/a", redirect("https://other.example/b"));
    stage.names.set("other.example", [SITE]);
    stage.pages.set("/b", file("x", "text/plain"));
    await fetchLink("https://files.example/a");
    expect(stage.requests).toHaveLength(2);
    for (const { host, headers } of stage.requests) {
      expect(headers).toEqual({
        host,
        connection: "keep-alive",
        accept: "*/*",
        "accept-encoding": "identity",
        "user-agent": "kapso-whatsapp-mcp",
      });
    }
  });

  test("tells its progress, with its size where that is known", async () => {
    const bytes = Buffer.alloc(3_500_000);
    stage.pages.set("/big", file(bytes, "video/mp4", { "content-length": String(bytes.length) }));
    const told: [number, number | undefined][] = [];
    await fetchLink("https://files.example/big", { progress: async (done, total) => void told.push([done, total]) });
    expect(told).toHaveLength(3);
    expect(told.every(([, total]) => total === 3_500_000)).toBe(true);
    expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).sort((a, b) => a - b));
  });
});

describe("private addresses", () => {
  const WORDS = "url: leads to a private address; only public ones are fetched. ";

  test.each([
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.0.0.1./",
    "https://１２７.0.0.1/",
    "https://0/",
    "https://10.0.0.1/",
    "https://192.168.0.1/",
    "https://172.20.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://168.63.129.16/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://203.0.113.7/",
    "https://198.18.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:53aa:64c::80ff:fffe]/",
  ])("written out are not connected to: %s", async (link) => {
    expect(await refusal(link)).toContain(WORDS);
    expect(stage.trapped).toEqual([]);
    expect(stage.lookups).toEqual([]);
  });

  test.each([
    ["localhost", "127.0.0.1"],
    ["localhost", "::1"],
    ["loop.example", "127.0.0.1"],
    ["metadata.example", "169.254.169.254"],
    ["six.example", "::ffff:127.0.0.1"],
    ["inside.example", "10.1.2.3"],
    ["both.example", `${SITE},127.0.0.1`],
    ["both.example", `127.0.0.1,${SITE}`],
  ])("behind the name %s (%s) are not connected to", async (name, answer) => {
    stage.names.set(name, [answer]);
    const words = await refusal(`https://${name}/`);
    expect(words).toContain(WORDS);
    expect(words).not.toContain(answer.split(",")[0]);
    expect(stage.trapped).toEqual([]);
  });

  test("would be reached if the rule were not there: the listener is real", async () => {
    const { bytes } = await fetchLink("https://127.0.0.1/", { web: stage.with({ isPublic: () => true }) });
    expect(Buffer.from(bytes).toString()).toBe("secret");
    expect(stage.trapped).toHaveLength(1);
  });

  test("cannot be slipped in between check and connection: a name is looked up once, and that answer is used", async () => {
    stage.names.set("flip.example", [SITE, "127.0.0.1"]);
    stage.pages.set("/x", file("public", "text/plain"));
    const { bytes } = await fetchLink("https://flip.example/x");
    expect(Buffer.from(bytes).toString()).toBe("public");
    expect(stage.lookups).toEqual(["flip.example"]);
    expect(await refusal("https://flip.example/x")).toContain(WORDS);
    expect(stage.trapped).toEqual([]);
  });

  test("are refused when a name turns to them between two requests of one fetch", async () => {
    stage.names.set("flip.example", [SITE, "127.0.0.1"]);
    stage.pages.set("/x", redirect("/y"));
    expect(await refusal("https://flip.example/x")).toContain("url: is redirected to a private address");
    expect(stage.lookups).toEqual(["flip.example", "flip.example"]);
    expect(stage.trapped).toEqual([]);
  });
});

describe("redirects", () => {
  test.each([301, 302, 303, 307, 308])("of status %i are followed three times", async (status) => {
    stage.names.set("other.example", [SITE]);
    stage.pages.set("/1", redirect("/2", status));
    stage.pages.set("/2", redirect("https://other.example/3", status));
    stage.pages.set("/3", redirect("//files.example/4.txt", status));
    stage.pages.set("/4.txt", file("there", "text/plain"));
    const { bytes, filename } = await fetchLink("https://files.example/1");
    expect(Buffer.from(bytes).toString()).toBe("there");
    expect(filename).toBe("4.txt");
    expect(stage.requests.map(({ path }) => path)).toEqual(["/1", "/2", "/3", "/4.txt"]);
  });

  test("in a circle end after three", async () => {
    stage.pages.set("/a", redirect("/b"));
    stage.pages.set("/b", redirect("/a"));
    expect(await refusal("https://files.example/a")).toContain("url: is redirected more than 3 times. Give another");
    expect(stage.requests).toHaveLength(4);
  });

  test.each([
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:7f00:1]/",
    "https://2130706433/",
    "https://169.254.169.254/",
    "https://loop.example/",
  ])("to the private %s are refused", async (location) => {
    stage.names.set("loop.example", ["127.0.0.1"]);
    stage.pages.set("/a", redirect(location));
    const words = await refusal("https://files.example/a");
    expect(words).toContain("url: is redirected to a private address");
    expect(words).not.toContain(new URL(location).hostname);
    expect(stage.trapped).toEqual([]);
    expect(stage.requests).toHaveLength(1);
  });

  test.each([
    "http://files.example/b",
    "https://files.example:8443/b",
    "https://user:secret@files.example/b",
    "https://user@files.example/b",
    "ftp://files.example/b",
    "file:///etc/passwd",
    "data:text/plain,x",
    "https://",
    "",
  ])("to %j are refused", async (location) => {
    stage.pages.set("/a", redirect(location));
    const words = await refusal("https://files.example/a");
    expect(words).toMatch(/url: is redirected (?:to something else than an https|more than 3 times)/);
    expect(words).not.toContain("secret");
    expect(stage.requests.filter(({ path }) => path === "/b")).toEqual([]);
  });
});

describe("links that cannot be used", () => {
  test.each([
    "http://files.example/",
    "https://files.example:8443/",
    "https://user:secret@files.example/",
    "ftp://files.example/",
  ])("%s is refused before anything is looked up", async (link) => {
    expect(await refusal(link)).toContain("url: must be an https:// URL on the usual port, without user and password");
    expect(stage.lookups).toEqual([]);
  });

  test("of an unknown host are refused", async () => {
    expect(await refusal("https://nowhere.example/")).toMatch(/^url: its host is not known\. Try again in a moment/);
  });

  test.each([204, 206, 304, 401, 404, 500])("that answer %i are refused", async (status) => {
    stage.pages.set("/a", (_, response) => void response.writeHead(status).end());
    expect(await refusal("https://files.example/a")).toContain(
      `url: its host answered with HTTP ${status} in place of`,
    );
  });

  test("that answer packed are refused: what unpacks has no bound", async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    stage.pages.set("/a", file(bomb, "text/plain", { "content-encoding": "gzip" }));
    expect(await refusal("https://files.example/a")).toContain("its host sent the file packed");
  });

  test("that break in the middle are refused", async () => {
    stage.pages.set("/a", (_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("half", () => response.destroy());
    });
    expect(await refusal("https://files.example/a")).toContain("url: the connection to its host broke. Try again");
  });
});

describe("bounds", () => {
  const zeros = Buffer.alloc(64 * 1024);

  test("an endless stream is left at the bound that its beginning sets", async () => {
    const { page, written } = endless(Buffer.from("begin"), zeros);
    stage.pages.set("/endless", page);
    const heads: number[] = [];
    const bound = async (head: Uint8Array) => {
      heads.push(head.length);
      return 300_000;
    };
    expect(await refusal("https://files.example/endless", { bound })).toContain("url: the file is larger than 300000");
    expect(heads).toHaveLength(1);
    expect(heads[0]).toBeGreaterThanOrEqual(4_100);
    await stage.requests[0]!.dropped;
    expect(written.stopped).toBe(true);
    // What the socket's buffers hold comes on top.
    expect(written.bytes).toBeLessThan(20_000_000);
  });

  test("an announced size over the bound is not read at all", async () => {
    let asked = false;
    stage.pages.set("/a", (_, response) => {
      response.writeHead(200, { "content-length": "10000001" });
      response.flushHeaders();
    });
    const bound = async () => {
      asked = true;
      return 1;
    };
    expect(await refusal("https://files.example/a", { bound })).toContain("larger than 10000000 bytes");
    expect(asked).toBe(false);
    await stage.requests[0]!.dropped;
  });

  test("a file of exactly the bound is taken", async () => {
    stage.pages.set("/a", file(Buffer.alloc(5_000), "text/plain"));
    expect((await fetchLink("https://files.example/a", { bound: async () => 5_000 })).bytes).toHaveLength(5_000);
    expect(await refusal("https://files.example/a", { bound: async () => 4_999 })).toContain("larger than 4999 bytes");
  });

  const drips: RequestListener = (_, response) => {
    const drip = setInterval(() => response.write("x"), 5);
    response.once("close", () => clearInterval(drip));
  };
  test.each<[string, RequestListener]>([
    ["that drips", drips],
    ["that never answers", () => {}],
  ])("a host %s is left when the time is up", async (_, page) => {
    stage.pages.set("/slow", page);
    const words = await refusal("https://files.example/slow", { web: stage.with({ timeoutMs: 80 }) });
    expect(words).toContain("url: the file did not come within 1 s");
    await stage.requests[0]!.dropped;
  });

  test("a name that is never answered is left when the time is up", async () => {
    const web = stage.with({ lookup: () => {}, timeoutMs: 50 });
    expect(await refusal("https://files.example/", { web })).toContain("url: the file did not come within 1 s");
  });

  test("a call that is cancelled drops its connection", async () => {
    const cancel = new AbortController();
    stage.pages.set("/slow", (_, response) => {
      response.write("x");
      cancel.abort();
    });
    await expect(fetchLink("https://files.example/slow", { signal: cancel.signal })).rejects.toThrow();
    await stage.requests[0]!.dropped;
  });

  test("the fifth file at the same time has to come later", async () => {
    const cancel = new AbortController();
    stage.pages.set("/slow", () => {});
    const running = [1, 2, 3, 4].map(() => fetchLink("https://files.example/slow", { signal: cancel.signal }));
    const ended = Promise.allSettled(running);
    const fifth = await refusal("https://files.example/slow");
    expect(fifth).toBe("url: this server is fetching 4 other files. Try again in a moment.");
    cancel.abort();
    await ended;
    stage.pages.set("/a", file("x", "text/plain"));
    await expect(fetchLink("https://files.example/a")).resolves.toBeDefined();
  });
});

describe("TLS", () => {
  const server = createServer({ cert: CERTIFICATE, key: KEY }, (_, response) => response.end("over TLS"));
  let port: number;
  beforeAll(async () => {
    port = await listen(server);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** The product's own dial, led to this port. */
  const dialWith =
    (options: Parameters<typeof overTls>[0]): Dial =>
    (resolve) => {
      const toLoopback: LookupFunction = (hostname, lookup, callback) =>
        resolve(hostname, { ...lookup, all: true }, (error) =>
          error ? callback(error, []) : callback(null, [{ address: "127.0.0.1", family: 4 }]),
        );
      const open = overTls(options)(toLoopback);
      return (target, callback) => open({ ...target, port: String(port) }, callback);
    };

  test("is what files come over", async () => {
    const web = stage.with({ dial: dialWith({ ca: CERTIFICATE }) });
    expect(Buffer.from((await fetchLink("https://files.example/", { web })).bytes).toString()).toBe("over TLS");
  });

  test("needs a certificate that is trusted", async () => {
    const web = stage.with({ dial: dialWith({}) });
    const words = await refusal("https://files.example/", { web });
    expect(words).toContain("url: the certificate of its host is not trusted");
  });

  test("needs a certificate of that name", async () => {
    stage.names.set("other.example", [SITE]);
    const web = stage.with({ dial: dialWith({ ca: CERTIFICATE }) });
    expect(await refusal("https://other.example/", { web })).toContain("certificate of its host is not trusted");
  });

  test("is not begun with a private address: the product's own dial asks the gate", async () => {
    stage.names.set("loop.example", ["127.0.0.1"]);
    let connections = 0;
    server.on("connection", () => {
      connections += 1;
    });
    const web = stage.with({ dial: dialWith({ ca: CERTIFICATE }) });
    for (const host of ["loop.example", "127.0.0.1", "[::1]"]) {
      expect(await refusal(`https://${host}/`, { web })).toContain("leads to a private address");
    }
    expect(connections).toBe(0);
  });
});
