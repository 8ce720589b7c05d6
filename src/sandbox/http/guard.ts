import type { MiddlewareHandler } from "hono";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** The control routes need no key, so no web page may reach them: browsers send `Origin`, rebound names another Host. */
export const refuseWebPages: MiddlewareHandler = async (c, next) => {
  if (c.req.header("Origin") !== undefined)
    return c.json({ error: "Control routes take no requests of web pages" }, 403);
  if (!LOOPBACK.test(c.req.header("Host") ?? "")) {
    return c.json({ error: "Control routes answer on localhost, 127.0.0.1 and [::1] only" }, 403);
  }
  await next();
};
