import { z } from "zod";
import { about, list, truth, whole } from "./about.ts";
import { readTokens } from "./tokens.ts";

const hosts = list
  .refine((entries) => entries.every((entry) => !entry.includes("/") && URL.canParse(`http://${entry}`)))
  .transform((entries) => entries.map((entry) => new URL(`http://${entry}`).hostname));

const origins = list.refine((entries) =>
  entries.every((entry) => URL.canParse(entry) && new URL(entry).origin === entry),
);

const tokens = z.string().transform((text, context) => {
  const read = readTokens(text);
  if (read !== undefined) return read;
  context.addIssue("no tokens");
  return z.NEVER;
});

/** Settings that matter with `--http` only. */
export const HTTP_OPTIONS = {
  http: truth.default(false).register(about, {
    env: "MCP_HTTP",
    flag: "--http",
    must: "1 or 0",
    example: "MCP_HTTP=1",
    describe: "Serve Streamable HTTP and SSE in place of stdio.",
    shown: "0",
  }),
  host: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default("127.0.0.1")
    .register(about, {
      env: "MCP_HOST",
      flag: "--host <address>",
      must: "an address or name of this machine, without a port",
      example: "MCP_HOST=0.0.0.0",
      describe: "With --http: address to listen on. Beyond loopback, callers need a token.",
      shown: "127.0.0.1",
    }),
  port: whole(0, 65_535).default(3000).register(about, {
    env: "MCP_PORT",
    flag: "--port <number>",
    must: "a port from 0 to 65535; 0 takes a free one",
    example: "MCP_PORT=3000",
    describe: "With --http: port to listen on; 0 takes a free one.",
    shown: "3000",
  }),
  authTokens: tokens.default([]).register(about, {
    env: "MCP_AUTH_TOKEN",
    secret: true,
    must:
      "tokens of 16 or more printable characters, separated by commas, each one alone or as name=token, " +
      "no token and no name twice",
    example: "MCP_AUTH_TOKEN=support=8f1c...,reports=02ab...",
    describe: "With --http: who may call; each caller sends its token as Bearer.",
  }),
  allowUnauthenticated: truth.default(false).register(about, {
    env: "MCP_ALLOW_UNAUTHENTICATED",
    flag: "--allow-unauthenticated",
    must: "1 or 0",
    example: "MCP_ALLOW_UNAUTHENTICATED=1",
    describe: "With --http: listen beyond loopback without a token. Whoever reaches the port can then send messages.",
    shown: "0",
  }),
  allowedHosts: hosts.default([]).register(about, {
    env: "MCP_ALLOWED_HOSTS",
    flag: "--allowed-hosts <names>",
    must: "host names without scheme, separated by commas",
    example: "MCP_ALLOWED_HOSTS=mcp.example.com",
    describe: "With --http: names under which callers reach this server, beside localhost and --host.",
  }),
  allowedOrigins: origins.default([]).register(about, {
    env: "MCP_ALLOWED_ORIGINS",
    flag: "--allowed-origins <origins>",
    must: "origins (scheme, host and port, no path), separated by commas",
    example: "MCP_ALLOWED_ORIGINS=https://agent.example.com",
    describe: "With --http: web pages that may call from a browser; they get CORS headers.",
  }),
  maxSessions: whole(1, 100_000).default(1000).register(about, {
    env: "MCP_MAX_SESSIONS",
    flag: "--max-sessions <number>",
    must: "a whole number from 1 to 100000",
    example: "MCP_MAX_SESSIONS=1000",
    describe: "With --http: open SSE sessions of all callers together.",
    shown: "1000",
  }),
  maxCallerSessions: whole(1, 100_000).default(200).register(about, {
    env: "MCP_MAX_CALLER_SESSIONS",
    flag: "--max-caller-sessions <number>",
    must: "a whole number from 1 to 100000",
    example: "MCP_MAX_CALLER_SESSIONS=200",
    describe: "With --http: open SSE sessions of one caller.",
    shown: "200",
  }),
  sessionIdleSeconds: whole(15, 604_800).default(3600).register(about, {
    env: "MCP_SESSION_IDLE_SECONDS",
    flag: "--session-idle <seconds>",
    must: "whole seconds from 15 to 604800",
    example: "MCP_SESSION_IDLE_SECONDS=3600",
    describe: "With --http: an SSE session in which nothing was asked for this long is closed.",
    shown: "3600",
  }),
  maxConcurrentCalls: whole(1, 10_000).default(32).register(about, {
    env: "MCP_MAX_CONCURRENT_CALLS",
    flag: "--max-concurrent-calls <number>",
    must: "a whole number from 1 to 10000",
    example: "MCP_MAX_CONCURRENT_CALLS=32",
    describe: "With --http: requests of one caller that may run at the same time.",
    shown: "32",
  }),
  callsPerMinute: whole(1, 1_000_000).default(600).register(about, {
    env: "MCP_CALLS_PER_MINUTE",
    flag: "--calls-per-minute <number>",
    must: "a whole number from 1 to 1000000",
    example: "MCP_CALLS_PER_MINUTE=600",
    describe: "With --http: requests of one caller in a minute.",
    shown: "600",
  }),
  maxBodyBytes: whole(1024, 64 * 1024 * 1024)
    .default(4 * 1024 * 1024)
    .register(about, {
      env: "MCP_MAX_BODY_BYTES",
      flag: "--max-body <bytes>",
      must: "whole bytes from 1024 to 67108864",
      example: "MCP_MAX_BODY_BYTES=4194304",
      describe: "With --http: largest message that is taken. upload_media's Base64 needs 3.5 MB.",
      shown: "4194304",
    }),
};
