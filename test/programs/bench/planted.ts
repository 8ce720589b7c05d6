import { startSandbox } from "../../../src/sandbox/index.ts";

// A sandbox with so many messages of one person more than it begins with; says where it is, and serves until it is ended.

const sandbox = await startSandbox();
const { world } = sandbox;
const [row] = [...world.messages.all()].filter(({ type }) => type === "text");
if (row === undefined) throw new Error("the sandbox has no text");
for (let left = Number(process.argv[2]); left > 0; left--) {
  const seq = world.ids.next("message");
  const payload = { body: `Is number ${left} still to be had?` };
  world.messages.add({ ...row, seq, id: `wamid.PLANTED${seq}`, at: row.at - left * 1000, payload });
}
console.log(sandbox.origin);
process.on("SIGTERM", () => process.exit(0));
