import { assertEquals } from "@std/assert";
import { omissions } from "../../src/report/omissions.ts";
import { modelSubject } from "../../src/report/subject.ts";
import {
  makeCard,
  makeEvaluation,
  makeFiles,
  makeMeasured,
} from "./_model_files.ts";

Deno.test("omissions() names each file that is missing, and its command", () => {
  const said = omissions({ card: makeCard() }, []);
  assertEquals(said.length, 3);
  for (
    const [i, command] of ["train", "evaluate", "cross-validate"].entries()
  ) {
    assertEquals(said[i]!.includes(`deno task ${command}`), true, said[i]);
  }
});

Deno.test("omissions() tells what a corpus or an older file does not", () => {
  const measured = makeMeasured();
  const lacking = makeMeasured({
    perActor: { "2": measured.perActor["2"]! },
    bySex: {},
    calibration: { ...measured.calibration, binsBefore: null },
    abstention: {
      ...measured.abstention,
      utterance: measured.abstention.utterance.slice(0, 2),
    },
  });
  const files = makeFiles({ evaluation: makeEvaluation({ clean: lacking }) });
  const said = omissions(files, [modelSubject(files)!]);
  assertEquals(
    ["temperature 1", "few coverages", "one speaker", "women from men"]
      .filter((part) => !said.some((sentence) => sentence.includes(part))),
    [],
  );
});
