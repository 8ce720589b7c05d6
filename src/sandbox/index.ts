export { SANDBOX } from "./constants.ts";
export type { MagicRecipient } from "./magic.ts";
export type { RecordedRequest } from "./request-log.ts";
export { type Sandbox, type SandboxOptions, startSandbox } from "./server.ts";
