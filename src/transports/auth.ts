import { createHash, timingSafeEqual } from "node:crypto";
import { isIPv4 } from "node:net";
import type { Guard } from "./exchange.ts";
import { refuse } from "./refusal.ts";

export interface AuthSettings {
  host: string;
  authTokens: readonly { name: string; token: string }[];
  allowUnauthenticated: boolean;
}

/** The one caller where no token is asked for. */
export const ANONYMOUS = "anonymous";

const CHALLENGE = 'Bearer realm="kapso-whatsapp-mcp"';

/** Why the server must not start as it is configured: anybody on the network could send messages. */
export function exposureFault({ host, authTokens, allowUnauthenticated }: AuthSettings): string | undefined {
  if (isLoopback(host) || authTokens.length > 0 || allowUnauthenticated) return undefined;
  return (
    `--host ${host} can be reached from other machines, and no token is set. Set MCP_AUTH_TOKEN (for example ` +
    "$(openssl rand -hex 32)), or give --allow-unauthenticated if something in front of it decides who may call."
  );
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

/** Names the caller by its token, or refuses. */
export function authenticate({ authTokens }: Pick<AuthSettings, "authTokens">): Guard {
  const find = tokenFinder(authTokens);
  return async (exchange, next) => {
    const caller = authTokens.length === 0 ? ANONYMOUS : find(bearer(exchange.req.header("authorization")));
    if (caller === undefined) return unauthorized(exchange.req.header("authorization") !== undefined);
    exchange.set("caller", caller);
    return next();
  };
}

function bearer(header: string | undefined): string {
  return /^Bearer +([!-~]+) *$/i.exec(header ?? "")?.[1] ?? "";
}

/** Looks a token up in a time that tells nothing of it: hashes of one length, and always all of them. */
function tokenFinder(tokens: AuthSettings["authTokens"]): (presented: string) => string | undefined {
  const known = tokens.map(({ name, token }) => ({ name, digest: sha256(token) }));
  return (presented) => {
    const digest = sha256(presented);
    return known.filter((each) => timingSafeEqual(each.digest, digest))[0]?.name;
  };
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function unauthorized(presented: boolean): Response {
  const message = presented
    ? "The token is not one of this server's."
    : "A token is needed: Authorization: Bearer <token>.";
  const challenge = presented ? `${CHALLENGE}, error="invalid_token"` : CHALLENGE;
  return refuse({ status: 401, message, headers: { "www-authenticate": challenge } });
}
