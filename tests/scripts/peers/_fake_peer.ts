/** A peer that answers as its argument says, in a process of its own. */
import { linesOf } from "../../../scripts/_lines_of.ts";

const [manner] = Deno.args;
if (manner === "absent") {
  console.error("Traceback:\nNo module named torch");
  Deno.exit(1);
}
console.log(JSON.stringify({ version: "fake 1", measures: ["network"] }));
for await (const line of linesOf(Deno.stdin.readable)) {
  if (manner === "dies") {
    console.error("out of memory");
    Deno.exit(1);
  }
  const { ask, measure, batch } = JSON.parse(line);
  const reply = ask === "times"
    ? { ms: [batch] }
    : { logits: [[measure.length, batch]] };
  console.log(JSON.stringify(reply));
}
