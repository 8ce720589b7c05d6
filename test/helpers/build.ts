import { spawnSync } from "node:child_process";

/** Tests that start the program start what was built from the sources as they are now. */
export default function build(): void {
  // Type errors are `npm run check`'s to report; the compiler emits all the same.
  spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
}
