/**
 * The streams of calls and feeds in Redis: their commands and their replies.
 *
 * @module
 */
import * as v from "valibot";
import { CALL_EVENT_TYPES } from "../call_event.ts";
import { BEFORE_ALL, comesAfter } from "../event_id.ts";
import type { EventPage, KeptEvent } from "../event_log.ts";
import { topicName } from "../followers.ts";
import {
  type Answer,
  APPEND_SCRIPT,
  appendWords,
  keysOf,
  LIVE_MS,
  type Parcel,
  readAnswers,
} from "./append_script.ts";
import type { RedisPort } from "./redis_port.ts";

/** Where the streams are, and who appends. */
export interface StreamsDeps {
  readonly prefix: string;
  readonly owner: string;
}

/** A call whose tenant is the one who asks. */
interface CallTopic {
  readonly tenant: string;
  readonly sessionId: string;
}

/** Appends to streams, and reads them. */
export class RedisStreams {
  readonly #deps: StreamsDeps;

  constructor(deps: StreamsDeps) {
    this.#deps = deps;
  }

  /** Appends events; one answer each, up to the first that Redis refuses. */
  async append(
    client: RedisPort,
    parcels: readonly Parcel[],
  ): Promise<Answer[]> {
    const words = appendWords(parcels, this.#deps);
    return readAnswers(await run(client, APPEND_SCRIPT, words));
  }

  /** Reads a call on; nothing if there is none, or it is somebody else's. */
  async readCall(
    client: RedisPort,
    topic: CallTopic,
    afterId: string,
    limit: number,
  ): Promise<EventPage | undefined> {
    const { fence, stream } = keysOf(this.#deps.prefix, topic);
    const fields = ["tenant", "ended", "generation", "place"];
    const [reply, entries] = await Promise.all([
      client.sendCommand(["HMGET", fence, ...fields]),
      range(client, stream, afterId, limit),
    ]);
    const [tenant, ended, generation, place] = v.parse(FIELDS, reply);
    if (tenant !== topic.tenant) return undefined;
    const lastId = `${generation}-${place}`;
    const readId = entries.at(-1)?.id ?? afterId;
    const isEnd = ended === "1" && !comesAfter(lastId, readId);
    return { events: entries, isEnd };
  }

  /** Reads a tenant's feed on. */
  async readFeed(
    client: RedisPort,
    tenant: string,
    afterId: string,
    limit: number,
  ): Promise<EventPage> {
    const key = `${this.#deps.prefix}:${topicName({ tenant })}`;
    return { events: await range(client, key, afterId, limit), isEnd: false };
  }

  /** The id of the latest event of a topic. */
  async lastId(client: RedisPort, name: string): Promise<string> {
    const key = `${this.#deps.prefix}:${name}`;
    const words = ["XREVRANGE", key, "+", "-", "COUNT", "1"];
    const [last] = v.parse(ENTRIES, await client.sendCommand(words));
    return last?.id ?? BEFORE_ALL;
  }

  /** Says that calls live. */
  async touch(client: RedisPort, ids: readonly string[]): Promise<void> {
    const keys = ids.flatMap((sessionId) => {
      const { fence, stream } = keysOf(this.#deps.prefix, {
        tenant: "",
        sessionId,
      });
      return [fence, stream];
    });
    const words = [
      String(keys.length),
      ...keys,
      this.#deps.owner,
      String(LIVE_MS),
    ];
    await run(client, TOUCH_SCRIPT, words);
  }
}

/** Only what this process still holds: a call that went on elsewhere may be over. */
const TOUCH_SCRIPT = `
for i = 1, #KEYS, 2 do
  local seen = redis.call('HMGET', KEYS[i], 'owner', 'ended')
  if seen[1] == ARGV[1] and seen[2] == '0' then
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
    redis.call('PEXPIRE', KEYS[i + 1], ARGV[2])
  end
end`;

/** Hash of each script's text, once Redis has told it. */
const hashes = new Map<string, string>();

/** Runs a script by its hash, and gives Redis the text where it has none. */
async function run(
  client: RedisPort,
  script: string,
  words: readonly string[],
): Promise<unknown> {
  const known = hashes.get(script);
  if (known !== undefined) {
    try {
      return await client.sendCommand(["EVALSHA", known, ...words]);
    } catch (error) {
      if (!String(error).includes("NOSCRIPT")) throw error;
    }
  }
  const hash = await client.sendCommand(["SCRIPT", "LOAD", script]);
  hashes.set(script, String(hash));
  return await client.sendCommand(["EVALSHA", String(hash), ...words]);
}

async function range(
  client: RedisPort,
  key: string,
  afterId: string,
  limit: number,
): Promise<KeptEvent[]> {
  const words = ["XRANGE", key, `(${afterId}`, "+", "COUNT", String(limit)];
  return v.parse(ENTRIES, await client.sendCommand(words));
}

const FIELDS = v.array(v.nullable(v.string()));

/** An entry's fields come as names and values in turn. */
const ENTRY = v.pipe(
  v.tuple([v.string(), v.array(v.string())]),
  v.transform(([id, words]) => {
    const fields = new Map<string, string>();
    for (let i = 0; i + 1 < words.length; i += 2) {
      fields.set(words[i]!, words[i + 1]!);
    }
    return {
      id,
      type: fields.get("type"),
      json: fields.get("json"),
      previousId: fields.get("previous"),
    };
  }),
  v.object({
    id: v.string(),
    type: v.picklist(CALL_EVENT_TYPES),
    json: v.string(),
    previousId: v.string(),
  }),
);
const ENTRIES = v.array(ENTRY);
