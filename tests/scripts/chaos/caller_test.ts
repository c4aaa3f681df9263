import { assertEquals } from "@std/assert";
import { complaints } from "../../../scripts/_chaos/caller.ts";
import { PREDICTION } from "../_fake_server.ts";

const ALONE = [0, 1, 2].map((index) => ({ ...PREDICTION, index }));
const CALL = { callId: "c", predictions: ALONE, losses: 0 };

Deno.test("complaints() has none of a call that was told what it is told alone", () => {
  assertEquals(complaints(CALL, ALONE), []);
});

Deno.test("complaints() names a fault, a window that is missing and one that differs", () => {
  const predictions = [ALONE[0]!, ALONE[2]!];
  assertEquals(
    complaints({ ...CALL, predictions, fault: "gone" }, ALONE).length,
    3,
  );
  const changed = ALONE.map((told) => ({ ...told, label: "other" }));
  assertEquals(complaints({ ...CALL, predictions: changed }, ALONE).length, 1);
  const twice = [...ALONE, ALONE[2]!];
  assertEquals(complaints({ ...CALL, predictions: twice }, ALONE).length, 2);
});
