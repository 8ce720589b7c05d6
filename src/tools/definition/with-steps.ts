/** A failure together with what helps on beyond its code: lines that stand below its explanation. */
export class WithSteps extends Error {
  override readonly name = "WithSteps";
  constructor(
    override readonly cause: Error,
    readonly steps: readonly string[],
  ) {
    super(cause.message);
  }
}
