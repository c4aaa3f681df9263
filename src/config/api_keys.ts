/**
 * The part of the configuration that the stored keys stand in.
 *
 * @module
 */
import type { ApiKey } from "../server/access/api_key.ts";
import { faultsOfAll, parseApiKeys } from "../server/access/parse_api_keys.ts";

/** The keys that are stored, and all that is wrong with them; a fault never holds a secret. */
export interface StoredKeys {
  readonly keys: readonly ApiKey[];
  readonly faults: readonly string[];
  /** Whether there are to be keys, though all of them may be at fault. */
  readonly isMeant: boolean;
}

/**
 * Reads `API_KEYS`, and the file that `API_KEYS_FILE` names.
 *
 * @param readTextFile Reads a file.
 */
export function readApiKeys(
  env: (name: string) => string | undefined,
  readTextFile: (path: string) => string,
): StoredKeys {
  const text = env("API_KEYS") || undefined;
  const file = env("API_KEYS_FILE") || undefined;
  const faults: string[] = [];
  const keys: ApiKey[] = [];
  if (text !== undefined) keys.push(...keysOf("API_KEYS", text, faults));
  if (file !== undefined) {
    try {
      keys.push(...keysOf("API_KEYS_FILE", readTextFile(file), faults));
    } catch (error) {
      faults.push(
        `API_KEYS_FILE must be a file that can be read: ${
          (error as Error).message
        }`,
      );
    }
  }
  faults.push(...faultsOfAll(keys).map((fault) => `API_KEYS: ${fault}`));
  return { keys, faults, isMeant: text !== undefined || file !== undefined };
}

function keysOf(
  name: string,
  text: string,
  faults: string[],
): readonly ApiKey[] {
  const read = parseApiKeys(text);
  faults.push(...read.faults.map((fault) => `${name}: ${fault}`));
  if (read.keys.length + read.faults.length === 0) {
    faults.push(`${name} must hold a key: it holds none`);
  }
  return read.keys;
}
