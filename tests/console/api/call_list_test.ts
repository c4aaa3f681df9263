import { assertEquals } from "@std/assert";
import { CallList } from "../../../src/console/api/call_list.ts";
import type { CallPage } from "../../../src/results/records/record.ts";
import { recordOf } from "../_records.ts";

/** A list that is answered with these in turn; the paths that were asked for. */
function listOf(...answers: (CallPage | Response | Error)[]) {
  const paths: string[] = [];
  const fetch = (path: string) => {
    paths.push(path);
    const answer = answers.shift()!;
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(
      answer instanceof Response ? answer : Response.json(answer),
    );
  };
  return { paths, list: new CallList(() => ({ key: undefined, fetch })) };
}

function page(ids: readonly string[], next: string | null = null): CallPage {
  return { calls: ids.map((id) => recordOf({ id })), next };
}

function ids({ calls }: CallList): string[] {
  return calls.value?.map(({ id }) => id) ?? [];
}

Deno.test("CallList shows the newest, and older ones below when asked", async () => {
  const { list, paths } = listOf(
    page(["c", "b"], "after b"),
    page(["a"]),
    page(["d", "c"], "after c"),
  );
  await list.refresh();
  assertEquals([ids(list), list.hasOlder.value], [["c", "b"], true]);
  await list.loadOlder();
  assertEquals([ids(list), list.hasOlder.value], [["c", "b", "a"], false]);
  await list.refresh();
  assertEquals([ids(list), list.hasOlder.value], [["d", "c", "b", "a"], false]);
  assertEquals(paths, ["v1/calls", "v1/calls?cursor=after%20b", "v1/calls"]);
});

Deno.test("CallList keeps what it has while the server is gone, and says so until it is back", async () => {
  const { list } = listOf(page(["a"]), new TypeError("gone"), page(["a"]));
  await list.refresh();
  await list.refresh();
  assertEquals(ids(list), ["a"]);
  assertEquals(list.trouble.value?.what, "The server cannot be reached.");
  await list.refresh();
  assertEquals(list.trouble.value, undefined);
});

Deno.test("CallList asks for a key when one is needed, and says when nothing is recorded", async () => {
  const { list } = listOf(
    new Response("", { status: 401 }),
    new Response("", { status: 404 }),
  );
  await list.refresh();
  assertEquals(list.trouble.value?.needsKey, true);
  await list.refresh();
  assertEquals(
    list.trouble.value?.what,
    "This server keeps no list of calls.",
  );
  assertEquals(list.calls.value, undefined);
});

Deno.test("CallList keeps at most five hundred", async () => {
  const many = (from: number) =>
    Array.from({ length: 300 }, (_, i) => `${from + i}`);
  const { list } = listOf(page(many(0), "a"), page(many(300), "b"));
  await list.refresh();
  await list.loadOlder();
  assertEquals(ids(list).length, 500);
  assertEquals(list.hasOlder.value, false);
});
