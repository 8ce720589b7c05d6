import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

/**
 * The SDK's transport on one process. With the plain one the SDK asks a second process, which it starts for that, what
 * revision the server has; `clients.test.ts` does so. With a class of one's own it asks the process itself.
 */
export class OneProcessTransport extends StdioClientTransport {}
