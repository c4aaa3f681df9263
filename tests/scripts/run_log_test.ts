import { assertEquals } from "@std/assert";
import { RunLog } from "../../scripts/_run_log.ts";

const RUN = { fold: "F1", seed: 2, members: [] } as const;

Deno.test("RunLog tells how long the epochs that are left take", () => {
  let nowMs = 0;
  const log = new RunLog(2, 10, () => nowMs);
  assertEquals(
    log.line(RUN, { kind: "training", after: 0 }),
    "F1 seed 2: begun",
  );
  nowMs = 120_000;
  assertEquals(
    log.line(RUN, { kind: "epoch", epoch: 1, loss: 2.0794 }),
    "F1 seed 2: epoch 1/10  loss 2.079  all done in 38 min",
  );
  const validation = { loss: 2, uar: 0.1234 };
  nowMs = 180_000;
  assertEquals(
    log.line(RUN, { kind: "epoch", epoch: 2, loss: 2, validation }),
    "F1 seed 2: epoch 2/10  loss 2.000  validation UAR 12.3 %  all done in 27 min",
  );
});

Deno.test("RunLog counts no epoch that a resumed run has behind it", () => {
  let nowMs = 0;
  const log = new RunLog(1, 10, () => nowMs);
  assertEquals(
    log.line(RUN, { kind: "training", after: 8 }),
    "F1 seed 2: resumed after epoch 8",
  );
  nowMs = 60_000;
  assertEquals(
    log.line(RUN, { kind: "epoch", epoch: 9, loss: 1 }),
    "F1 seed 2: epoch 9/10  loss 1.000  all done in 1 min",
  );
});

Deno.test("RunLog says what was heard", () => {
  assertEquals(
    new RunLog(1, 1).line(RUN, { kind: "heard", condition: "clean", clips: 9 }),
    "F1 seed 2: heard 9 clips, clean",
  );
});
