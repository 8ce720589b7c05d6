import { KapsoError } from "../../kapso/http/errors.ts";

/** The state after a write that has succeeded: a read that then fails does not make the write a failure. */
export async function afterWrite<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof KapsoError) return undefined;
    throw error;
  }
}
