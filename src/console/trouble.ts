/**
 * What can go wrong on the page, in the words of who looks at it, with a way on.
 *
 * @module
 */

/** Something that went wrong. */
export interface Trouble {
  /** What happened. */
  readonly what: string;
  /** What to do about it. */
  readonly wayOn: string;
  /** Whether another key would help. @default {false} */
  readonly needsKey?: boolean | undefined;
  /** What a developer may want to know. */
  readonly detail?: string | undefined;
}

const KEPT = "What has been answered so far stays here and can be downloaded.";

/** By the code of a fault, the server's or the client's. */
const BY_CODE: Readonly<Record<string, Trouble>> = {
  unauthorized: {
    what: "The server does not accept this key, or asks for one.",
    wayOn: "Enter a key that is valid, then start again.",
    needsKey: true,
  },
  forbidden: {
    what: "This key may not do that.",
    wayOn: "Enter a key with the scope it takes, then start again.",
    needsKey: true,
  },
  "bad_key": {
    what: "This key holds characters that no key can have.",
    wayOn: "Check that all of it was copied, and nothing else.",
    needsKey: true,
  },
  unreachable: {
    what: "The server cannot be reached.",
    wayOn:
      "Check that it runs and that the network is there, then start again.",
  },
  "connection_lost": {
    what: "The connection was lost, and did not come back in time.",
    wayOn: `${KEPT} Start again when the server is back.`,
  },
  overloaded: {
    what: "The server has as many calls as it can answer.",
    wayOn: "Try again in a minute.",
  },
  "not_ready": {
    what: "The server is still starting.",
    wayOn: "Try again in a few seconds.",
  },
  "not_found": {
    what: "There is no such call.",
    wayOn:
      "It may have ended before its records are kept. Go back to the list.",
  },
  "bad_audio": {
    what: "The server could not read the audio.",
    wayOn: "Try another file, or the microphone.",
  },
  internal: {
    what: "The server met a fault of its own.",
    wayOn:
      `${KEPT} Start again; if it happens again, tell who runs the server.`,
  },
};

/** What to tell of a fault by its code; codes that are new have their message. */
export function troubleOf(code: string, message: string): Trouble {
  const known = BY_CODE[code];
  if (known) return { ...known, detail: message };
  return {
    what: `The call could not go on (${code}).`,
    wayOn: `${KEPT} Start again.`,
    detail: message,
  };
}
