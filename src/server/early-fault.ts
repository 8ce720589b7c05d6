/** A fault of ours before anything left: whatever it is, nothing was done. */
export class EarlyFault extends Error {
  override readonly name = "EarlyFault";
  constructor(override readonly cause: unknown) {
    super("before anything was done");
  }
}
