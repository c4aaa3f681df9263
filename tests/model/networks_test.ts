import { assertEquals } from "@std/assert";
import { networksOf, networksText } from "../../src/model/networks.ts";

Deno.test("networksOf() reads the seeds of one network or several, if the card tells", () => {
  const networks = [{ seed: 4 }, { seed: 7 }];
  assertEquals(
    networksOf({ members: 2, training: { networks, knobs: { epochs: 5 } } }),
    { count: 2, seeds: [4, 7] },
  );
  assertEquals(
    networksOf({ members: 1, training: { knobs: { seed: 3 } } }),
    { count: 1, seeds: [3] },
  );
  assertEquals(networksOf({ members: 2, training: {} }), {
    count: 2,
    seeds: [],
  });
});

Deno.test("networksText() says of several what they are", () => {
  assertEquals(
    [[0], [0, 1], [0, 1, 2]].map((seeds) =>
      networksText({ count: seeds.length, seeds })
    ),
    [
      undefined,
      "two networks, seeds 0 and 1, averaged",
      "three networks, seeds 0, 1 and 2, averaged",
    ],
  );
  assertEquals(networksText({ count: 2, seeds: [] }), "two networks, averaged");
  assertEquals(networksText({ count: 9, seeds: [] }), "9 networks, averaged");
});
