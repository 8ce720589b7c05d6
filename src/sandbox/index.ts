export { SANDBOX } from "./constants.ts";
export type { MagicRecipient } from "./magic.ts";
export { type Sandbox, type SandboxOptions, startSandbox } from "./server.ts";
export type { RecordedRequest } from "./world/request-log.ts";
