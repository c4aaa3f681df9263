/** However sockets come, prove themselves, vanish and close: places stay within their bounds, and all come back. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Checkpoint } from "../../src/protocol/native/messages.ts";
import { serveDialog } from "../../src/server/dialog_socket.ts";
import { MAX_TAKE_OVERS } from "../../src/session/limits.ts";
import { NativeDialog } from "../../src/session/native_dialog.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import { FakeClock } from "../session/_fakes.ts";
import { appDeps, OPEN } from "./_server.ts";

fc.configureGlobal({ seed: 2_026 });

/** A socket without a network: it is closed when the test says so, as that of a client which has vanished. */
class FakeSocket extends EventTarget {
  binaryType = "blob";
  readyState: number = WebSocket.OPEN;
  readonly bufferedAmount = 0;
  readonly sent: string[] = [];
  onopen = () => {};
  onclose = () => {};
  onmessage = (_: { data: string }) => {};

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.readyState = WebSocket.CLOSING;
  }

  say(message: object): void {
    this.onmessage({ data: JSON.stringify(message) });
  }

  closed(): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.onclose();
    this.dispatchEvent(new Event("close"));
  }

  /** Whether a call that it began, or came back to, goes on. */
  get hasCall(): boolean {
    const isOver = this.last("error") ?? this.last("closed");
    return this.last("opened") !== undefined && isOver === undefined;
  }

  /** What it was told of a type, last. */
  last<T>(type: string): T | undefined {
    const found = this.sent.findLast((text) =>
      text.startsWith(`{"type":"${type}"`)
    );
    return found === undefined ? undefined : JSON.parse(found);
  }
}

const TENANTS = ["acme", "beta"];
const MAX = { process: 4, tenant: 3 };
const RESUMABLE = { ...JSON.parse(OPEN), resumable: true };

/** How one comes back to a call: the more right, the fuller a server is for long. */
const HOW = [
  "right",
  "right",
  "forged",
  "stale",
  "silent",
  "new",
  "other",
] as const;
type How = typeof HOW[number];

/** A call that some client knows of, and how far its generation is. */
interface Known {
  readonly tenant: string;
  readonly sessionId: string;
  readonly last: Checkpoint;
  generation: number;
}

/** A server, and clients that do anything in any order. */
class World {
  readonly #clock = new FakeClock();
  readonly registry = new SessionRegistry(
    MAX.process,
    { isBehind: false },
    () => MAX.tenant,
  );
  readonly #deps = {
    ...appDeps().deps,
    registry: this.registry,
    now: this.#clock.now,
  };
  readonly sockets: FakeSocket[] = [];
  readonly #known: Known[] = [];

  /** A socket that opens as a request would let it, for the call that it names. */
  open(tenant: string, named?: string): FakeSocket {
    const { calls } = this.#deps.resumption;
    const takesOver = named !== undefined &&
      calls.isHeld({ tenant, sessionId: named });
    const socket = new FakeSocket();
    this.sockets.push(socket);
    serveDialog(
      socket as unknown as WebSocket,
      { ...this.#deps, tenant, takesOver },
      (client, deps) => new NativeDialog(client, deps),
    );
    socket.onopen();
    return socket;
  }

  begin(tenant: string, isResumable: boolean): void {
    const socket = this.open(tenant);
    socket.say({ ...RESUMABLE, resumable: isResumable });
    const sessionId = socket.last<{ sessionId: string }>("opened")?.sessionId;
    const last = socket.last<Checkpoint>("checkpoint");
    if (sessionId === undefined || last === undefined) return;
    this.#known.push({ tenant, sessionId, last, generation: 0 });
  }

  /** Comes back to a call, or as who wants to be taken for that. */
  resume(pick: number, how: How) {
    const call = this.#known[pick % this.#known.length];
    if (call === undefined) return;
    const { tenant, sessionId, last: { fromSample, state } } = call;
    const whose = how === "other" ? TENANTS.find((t) => t !== tenant)! : tenant;
    const socket = this.open(whose, sessionId);
    if (how === "silent") return;
    if (how === "new") return socket.say({ ...RESUMABLE, resumable: false });
    if (how === "right") call.generation++;
    socket.say({
      ...RESUMABLE,
      resume: {
        sessionId,
        generation: Math.max(1, call.generation),
        fromSample,
        state: how === "forged" ? `${state.slice(0, -2)}--` : state,
      },
    });
  }

  pass(ms: number): void {
    this.#clock.nowMs += ms;
    this.registry.tick();
    this.#deps.resumption.calls.tick();
  }

  assertBounds(): void {
    const { registry } = this;
    assert(registry.count <= MAX.process);
    for (const tenant of TENANTS) {
      assert(registry.countOf(tenant) <= MAX.tenant);
    }
    assert(registry.lentCount <= MAX_TAKE_OVERS);
    const open = this.sockets.filter(({ readyState }) =>
      readyState !== WebSocket.CLOSED
    );
    assert(registry.count + registry.lentCount <= open.length);
    // Nobody has a call in a place that is lent.
    assert(open.filter((socket) => socket.hasCall).length <= registry.count);
  }
}

const LONG = { minLength: 20, maxLength: 60, size: "max" } as const;
const pick = fc.nat(20);
const step = fc.oneof(
  fc.record({
    act: fc.constant("begin" as const),
    tenant: fc.constantFrom(...TENANTS),
    isResumable: fc.boolean(),
  }),
  fc.record({
    act: fc.constant("resume" as const),
    pick,
    how: fc.constantFrom(...HOW),
  }),
  fc.record({ act: fc.constantFrom("closed", "hangUp"), pick }),
  fc.record({ act: fc.constant("pass" as const), ms: fc.nat(5_000) }),
);

Deno.test("places never exceed their bounds, and all come back", () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(step, LONG), (steps) => {
      const world = new World();
      for (const step of steps) {
        if (step.act === "begin") world.begin(step.tenant, step.isResumable);
        else if (step.act === "resume") world.resume(step.pick, step.how);
        else if (step.act === "pass") world.pass(step.ms);
        else {
          const socket = world.sockets[step.pick % world.sockets.length];
          if (step.act === "closed") socket?.closed();
          else socket?.say({ type: "close" });
        }
        world.assertBounds();
        if (world.registry.lentCount > 0) taken++;
      }
      for (const socket of world.sockets) socket.closed();
      assertEquals([world.registry.count, world.registry.lentCount], [0, 0]);
    }),
    { numRuns: 200 },
  );
  assert(taken > 100); // the law was asked where places are lent
});

Deno.test("a call on a full server comes back as often as it likes, and keeps its one place", () => {
  const world = new World();
  for (const tenant of TENANTS) {
    world.begin(tenant, true);
    world.begin(tenant, true);
  }
  assertEquals(world.registry.count, MAX.process);
  for (let i = 0; i < 40; i++) {
    world.resume(i, "right");
    assertEquals(world.registry.count, MAX.process);
    assertEquals(world.sockets.at(-1)!.last("error"), undefined);
  }
  assertEquals(world.registry.lentCount, 40); // the old sockets, that answer no close
  for (const socket of world.sockets) socket.closed();
  assertEquals([world.registry.count, world.registry.lentCount], [0, 0]);
});
