/** The whole report of models as they may come. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { buildReport } from "../../src/report/build.ts";
import type { ModelFiles } from "../../src/report/model_files.ts";
import {
  HOSTILE,
  makeCard,
  makeEvaluation,
  makeFiles,
  makeMeasured,
  makePairFiles,
} from "./_model_files.ts";

/** Drawn once for all tests: each picture takes Vega a while. */
const WHOLE = await buildReport(makeFiles());
const RAVDESS = await buildReport(
  makeFiles({ card: makeCard({ training: { corpus: "RAVDESS" } }) }),
);

async function readme(files: ModelFiles): Promise<string> {
  return (await buildReport(files)).get("README.md")!;
}

Deno.test("buildReport() gives the same bytes for the same files", async () => {
  const again = await buildReport(makeFiles());
  assertEquals([...WHOLE.keys()], [...again.keys()]);
  const differing = [...WHOLE].filter(([path, text]) =>
    again.get(path) !== text
  );
  assertEquals(differing.map(([path]) => path), []);
});

Deno.test("report.html needs nothing else: no script, no file, no network", () => {
  const html = WHOLE.get("report.html")!;
  for (const part of ["<script", "<link", "<img", "@import", "url("]) {
    assertEquals([part, html.includes(part)], [part, false]);
  }
});

Deno.test("report.html has every id once, and every reference has its id", () => {
  const html = WHOLE.get("report.html")!;
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  assertEquals(ids.length, new Set(ids).size);
  const inPage = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!);
  const labelling = [...html.matchAll(/aria-labelledby="([^"]+)"/g)]
    .flatMap(([, some]) => some!.split(" "));
  assert(inPage.length > 3 && labelling.length > 20);
  assertEquals([...inPage, ...labelling].filter((id) => !ids.includes(id)), []);
});

Deno.test("report.html has its headings in order, and speaks of its language", () => {
  const html = WHOLE.get("report.html")!;
  const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) =>
    Number(level)
  );
  assertEquals(levels.filter((level) => level === 1).length, 1);
  levels.forEach((level, i) => assert(level <= (levels[i - 1] ?? 0) + 1));
  assertStringIncludes(html, '<html lang="en">');
});

Deno.test("buildReport() makes no markup of labels, speakers and names", async () => {
  const labels = [HOSTILE, "b|c", "`d`"];
  const measured = makeMeasured({
    perActor: {
      [HOSTILE]: { clips: 4, uar: 0.9, accuracy: 0.9 },
      "|": { clips: 4, uar: 0.3, accuracy: 0.3 },
    },
    worstActor: { speaker: "|", clips: 4, uar: 0.3, accuracy: 0.3 },
    bySex: { [HOSTILE]: { clips: 4, uar: 0.9, accuracy: 0.9 } },
    perClassRecall: { [HOSTILE]: 0.5, "b|c": 0.4, "`d`": null },
  });
  const texts = await buildReport({
    ...makeFiles(),
    card: makeCard({ name: HOSTILE, labels, licence: HOSTILE }),
    evaluation: makeEvaluation({ clean: measured, [HOSTILE]: measured }),
  });
  for (const [path, text] of texts) {
    if (path.endsWith(".json")) continue;
    assertEquals([path, text.includes("<script")], [path, false]);
  }
});

Deno.test("buildReport() leaves out what is not known, and says so", async () => {
  const texts = await buildReport({ card: makeCard() });
  assertEquals([...texts.keys()], [
    "README.md",
    "model_card.json",
    "report.html",
  ]);
  assertStringIncludes(texts.get("README.md")!, "It was not measured.");
  for (const text of texts.values()) {
    for (const fault of ["undefined", "NaN", "Infinity", "[object"]) {
      assertEquals([fault, text.includes(fault)], [fault, false]);
    }
  }
});

Deno.test("buildReport() writes no figure that is none, with all files there", () => {
  for (const [path, text] of WHOLE) {
    for (const fault of ["undefined", "NaN", "Infinity", "[object"]) {
      assertEquals([path, fault, text.includes(fault)], [path, fault, false]);
    }
  }
});

Deno.test("buildReport() compares no voices where no speaker is named", async () => {
  const group = { clips: 1, uar: 1, accuracy: 1 };
  const unnamed = makeMeasured({
    perActor: { "unnamed 00ab": group, "unnamed 00cd": group },
    worstActor: { speaker: "unnamed 00ab", ...group },
  });
  const evaluation = makeEvaluation({ clean: unnamed });
  const texts = await buildReport({ card: makeCard(), evaluation });
  assertEquals(texts.has("pictures/model-speakers.svg"), false);
  const html = texts.get("report.html")!;
  assertStringIncludes(html, "no speaker is named");
  assertEquals(html.includes("unnamed 00ab"), false);
});

Deno.test("a card tells of several networks, for people and for programs", async () => {
  const texts = await buildReport(makePairFiles());
  assertStringIncludes(
    texts.get("README.md")!,
    "Two networks, seeds 0 and 1, averaged: each a convolutional network",
  );
  assertStringIncludes(texts.get("README.md")!, "deno task combine");
  assertStringIncludes(
    texts.get("report.html")!,
    "two networks, seeds 0 and 1, averaged, of ",
  );
  const card = JSON.parse(texts.get("model_card.json")!);
  assertEquals(card.networks, { count: 2, seeds: [0, 1] });
  assertEquals(card.figures.recipe.protocol.members, 2);
});

Deno.test("a card speaks of RAVDESS where that was the data, and there alone", () => {
  const acted = RAVDESS.get("README.md")!;
  assertStringIncludes(acted, "for non-commercial use only");
  assertStringIncludes(acted, "North American English");
  const own = WHOLE.get("README.md")!;
  assertEquals(own.includes("RAVDESS"), false);
  assertStringIncludes(own, "**Terms of the weights:** none. A prediction");
});

Deno.test("a card names intended and forbidden uses, for people and for programs", () => {
  for (const part of ["## Intended uses", "## Forbidden uses", "## Limits"]) {
    assertStringIncludes(RAVDESS.get("README.md")!, part);
  }
  const card = JSON.parse(RAVDESS.get("model_card.json")!);
  assertEquals(card.commercialUse, false);
  assertStringIncludes(card.forbiddenUses.join(" "), "Article 5(1)(f)");
  assertEquals(card.figures.model.conditions.clean.uar, 0.625);
  assertEquals(card.figures.recipe.conditions.clean.uar.mean, 0.61);
});

Deno.test("a card says that its model heard a speaker in training or watched by one", async () => {
  const known = { ...makeEvaluation(), speakersTrainedOn: ["5"] };
  assertStringIncludes(
    await readme(makeFiles({ evaluation: known })),
    "trained on speaker 5: the figures flatter it",
  );
  const training = { validation: { clips: 8, speakers: ["2", "5"] } };
  assertStringIncludes(
    await readme(makeFiles({ card: makeCard({ training }) })),
    "left out to watch its training",
  );
});
