import { give, good, type Trouble } from "./line.ts";

/** Everything that an answer could betray stands in here. */
export const PAGE = "<html><body><h1>Bad gateway</h1><p>sandbox-key-aurora</p></body></html>";
const JSON_TYPE = { "content-type": "application/json" };

const answer =
  (status: number, body: string, headers: Record<string, string> = JSON_TYPE): Trouble =>
  ({ response }) =>
    give(response, { status, headers, body: Buffer.from(body) });

const REFUSED = JSON.stringify({ error: "Rate limit exceeded", message: "You have exceeded the rate limit." });
export const limited = (wait: string | undefined) =>
  answer(429, REFUSED, wait === undefined ? JSON_TYPE : { ...JSON_TYPE, "retry-after": wait });

/** `Retry-After` as a date, by the service's clock. */
export const limitedUntil =
  (seconds: number): Trouble =>
  (passing) => {
    const now = Date.now();
    const until = new Date(now + seconds * 1000).toUTCString();
    const headers = { ...JSON_TYPE, date: new Date(now).toUTCString(), "retry-after": until };
    return answer(429, REFUSED, headers)(passing);
  };

export const resetBefore: Trouble = ({ request }) => void request.socket.resetAndDestroy();
export const resetAfter: Trouble = async ({ request, pass }) => {
  await pass();
  request.socket.resetAndDestroy();
};
export const silence: Trouble = () => {};
export const silenceAfter: Trouble = async ({ pass }) => void (await pass());
/** The head and half of the body come; nothing more. */
export const halfAndSilence: Trouble = async ({ response, pass }) => {
  const { status, headers, body } = await pass();
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.write(body.subarray(0, body.length / 2));
};
export const cutOff: Trouble = async ({ request, response, pass }) => {
  const { status, headers, body } = await pass();
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
};
/** Half of the JSON, as if it were all. */
export const halfJson: Trouble = async ({ response, pass }) => {
  const real = await pass();
  give(response, { ...real, body: real.body.subarray(0, real.body.length / 2) });
};
export const html: Trouble = async ({ response, pass }) => {
  await pass();
  give(response, { status: 200, headers: { "content-type": "text/html" }, body: Buffer.from(PAGE) });
};
export const badGateway = answer(502, PAGE, { "content-type": "text/html" });
/** Good JSON under a false name. */
export const wrongType: Trouble = async ({ response, pass }) =>
  give(response, { ...(await pass()), headers: { "content-type": "text/plain" } });
/** Ten megabytes and a bit, without saying how much comes. */
export const huge: Trouble = async ({ response, pass }) => {
  const { status } = await pass();
  response.on("error", () => {});
  response.writeHead(status, JSON_TYPE);
  response.write('{"data":["');
  const piece = Buffer.alloc(1024 * 1024, "x");
  for (let sent = 0; sent < 10 && !response.destroyed; sent += 1) response.write(piece);
  response.end('"]}');
};
/** One byte at a time: every pause is short, and it never ends. */
export const drip: Trouble = async ({ response, pass }) => {
  const { status, headers } = await pass();
  response.writeHead(status, { ...headers, "content-length": 100_000 });
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
};
export const failing = answer(500, '{"error":"Internal server error"}');
export const unavailable = answer(503, PAGE, { "content-type": "text/html" });
export const twice =
  (trouble: Trouble): Trouble =>
  (passing) =>
    passing.count <= 2 ? trouble(passing) : good(passing);
export const keyRevoked = answer(401, '{"error":"Invalid API key sandbox-key-aurora"}');
export const skewed =
  (hours: number): Trouble =>
  async ({ response, pass }) => {
    const real = await pass();
    const date = new Date(Date.parse(real.headers["date"] ?? "") + hours * 3_600_000).toUTCString();
    give(response, { ...real, headers: { ...real.headers, date } });
  };
