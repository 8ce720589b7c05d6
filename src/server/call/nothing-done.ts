/** A fault of ours before anything left: whatever it is, nothing was done. */
export class NothingDone extends Error {
  override readonly name = "NothingDone";
  constructor(override readonly cause: unknown) {
    super("before anything was done");
  }
}
