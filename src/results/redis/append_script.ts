/**
 * The script by which Redis takes events: it says which count, as `fence.ts`
 * does, and keeps those, in one step that nobody can come between.
 *
 * Of each call there is a hash, what has been taken of it, and a stream, its
 * latest events; of each tenant a stream, its feed. All of them expire.
 *
 * @module
 */
import { isFed } from "../feeds.ts";
import type { Appended, CallEntry } from "../event_log.ts";
import { eventId, parseEventId } from "../event_id.ts";
import { topicName } from "../followers.ts";
import { FEED_EVENTS, MAX_CALL_EVENTS, RETENTION_MS } from "../retention.ts";

/** A live call whose instance says nothing of it for so long is forgotten: the instance is gone, and nobody came back. */
export const LIVE_MS = 120_000;

/** Words of one event in the script's arguments. */
const ENTRY_WORDS = 11;

/** The script. It stops at the first event that Redis itself refuses. */
export const APPEND_SCRIPT = `
local maxEvents, feedEvents, liveMs, keptMs = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local function append(fence, stream, feed, word)
  local generation, place, owner, tenant = tonumber(word[1]), tonumber(word[2]), word[3], word[4]
  local channel, index, json, type = word[5], tonumber(word[6]), word[7], word[8]
  local id = word[1] .. '-' .. word[2]
  local seen = redis.call('HMGET', fence, 'generation', 'place', 'owner', 'tenant', 'ended', 'window:' .. channel)
  local previous = word[9]
  if seen[1] then
    if seen[4] ~= tenant or generation < tonumber(seen[1]) then return 'superseded' end
    if generation == tonumber(seen[1]) then
      if seen[3] ~= owner then return 'superseded' end
      if place <= tonumber(seen[2]) then return 'taken' end
      if seen[5] == '1' then return 'superseded' end
    end
    if channel ~= '' and index <= tonumber(seen[6] or -1) then return 'known' end
    if word[10] == '' then previous = seen[1] .. '-' .. seen[2] end
  end
  local ended = type == 'call.ended'
  redis.call('XADD', stream, 'MAXLEN', '~', maxEvents, id, 'type', type, 'json', json, 'previous', previous)
  redis.call('HSET', fence, 'generation', word[1], 'place', word[2], 'owner', owner, 'tenant', tenant, 'ended', ended and '1' or '0')
  if channel ~= '' then redis.call('HSET', fence, 'window:' .. channel, index) end
  redis.call('PEXPIRE', fence, ended and keptMs or liveMs)
  redis.call('PEXPIRE', stream, ended and keptMs or liveMs)
  redis.call('PUBLISH', stream, id)
  if word[11] == '1' then
    local latest = redis.call('XREVRANGE', feed, '+', '-', 'COUNT', 1)
    redis.call('XADD', feed, 'MAXLEN', '~', feedEvents, '*', 'type', type, 'json', json, 'previous', latest[1] and latest[1][1] or '0-0')
    redis.call('PEXPIRE', feed, keptMs)
    redis.call('PUBLISH', feed, id)
  end
  return 'taken'
end

local answers = {}
for i = 1, #KEYS / 3 do
  local first = 5 + (i - 1) * ${ENTRY_WORDS}
  local word = { unpack(ARGV, first, first + ${ENTRY_WORDS - 1}) }
  local ok, answer = pcall(append, KEYS[3 * i - 2], KEYS[3 * i - 1], KEYS[3 * i], word)
  if ok then
    answers[i] = answer
  else
    answers[i] = 'fault ' .. (answer.err or tostring(answer))
    break
  end
end
return answers
`;

/** An event on its way to Redis. */
export interface Parcel {
  readonly entry: CallEntry;
  readonly json: string;
  /** Whether events of the call before it were dropped. */
  isAfterGap: boolean;
}

/** The keys of a call and of its tenant's feed. */
export function keysOf(
  prefix: string,
  { tenant, sessionId }: { tenant: string; sessionId: string },
) {
  return {
    fence: `${prefix}:fence:${sessionId}`,
    stream: `${prefix}:${topicName({ tenant, sessionId })}`,
    feed: `${prefix}:${topicName({ tenant })}`,
  };
}

/** The script's keys and arguments for several events. */
export function appendWords(
  parcels: readonly Parcel[],
  { prefix, owner }: { prefix: string; owner: string },
): string[] {
  const keys = parcels.flatMap(({ entry }) => {
    const { fence, stream, feed } = keysOf(prefix, entry.event);
    return [fence, stream, feed];
  });
  const limits = [MAX_CALL_EVENTS, FEED_EVENTS, LIVE_MS, RETENTION_MS];
  const words = parcels.flatMap((parcel) => wordsOf(parcel, owner));
  return [String(keys.length), ...keys, ...limits.map(String), ...words];
}

function wordsOf({ entry, json, isAfterGap }: Parcel, owner: string): string[] {
  const { event } = entry;
  const { generation, place } = parseEventId(entry.id)!;
  const [channel, index] = event.type === "prediction"
    ? [String(event.prediction.channel), String(event.prediction.index)]
    : ["", ""];
  return [
    String(generation),
    String(place),
    owner,
    event.tenant,
    channel,
    index,
    json,
    event.type,
    eventId({ generation, place: place - 1 }),
    isAfterGap ? "1" : "",
    isFed(event) ? "1" : "",
  ];
}

/** What the script said of an event, or that Redis refused it. */
export type Answer = Appended | { readonly fault: string };

/** Reads what the script said; nothing is said of events after one that was refused. */
export function readAnswers(reply: unknown): Answer[] {
  if (!Array.isArray(reply)) throw new TypeError("Redis answered no list");
  return reply.map((word) => {
    switch (word) {
      case "taken":
      case "known":
      case "superseded":
        return word;
      default:
        return { fault: String(word) };
    }
  });
}
