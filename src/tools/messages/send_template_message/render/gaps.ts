/** The places of a rendering that the filling left out: filled with the template's example, or left as they are. */
export class Gaps {
  readonly #examples = new Set<string>();
  readonly #open = new Set<string>();

  /** What stands at a place: the value given, else the example, else `standing`, what the template has there. */
  fill(place: string, given: string | undefined, example: string | undefined, standing: string): string {
    if (given !== undefined) return given;
    if (example === undefined) this.leave(place);
    else this.#examples.add(place);
    return example ?? standing;
  }

  leave(place: string): void {
    this.#open.add(place);
  }

  get examples(): string[] {
    return [...this.#examples];
  }

  get open(): string[] {
    return [...this.#open];
  }
}
