import { assertEquals } from "@std/assert";
import { csvLines } from "../../../src/console/export/csv.ts";
import { LABELS, prediction, silence } from "../_predictions.ts";

Deno.test("csvLines() writes a head and a line a prediction, with nothing for what is null", () => {
  const third = 1 / 3;
  const sure = prediction(0, {
    confidence: third,
    posterior: { calm: third, happy: third, angry: third },
  });
  assertEquals([...csvLines([sure, silence(1)], LABELS)], [
    "channel,role,index,startMs,endMs,state,label,confidence,skipped,bufferedMs,calm,happy,angry\r\n",
    "0,customer,0,0,480,speech,calm,0.3333,0,0,0.3333,0.3333,0.3333\r\n",
    "0,customer,1,0,960,no_speech,,,0,0,,,\r\n",
  ]);
});

Deno.test("csvLines() lets no label of a model become a formula or another cell", () => {
  const [head] = csvLines([], ['=HYPERLINK("x")', "a,b", '"', "-1"]);
  assertEquals(
    head!.split("bufferedMs,")[1],
    `"'=HYPERLINK(""x"")","a,b","""",'-1\r\n`,
  );
});
