/** A control route was called with something that it does not take. The message is the answer. */
export class InputError extends Error {
  override name = "InputError";
}
