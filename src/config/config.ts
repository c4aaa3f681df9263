/**
 * The configuration of the server: the environment as one frozen object.
 *
 * @module
 */

import { type AccessConfig, readAccessConfig } from "./access.ts";
import { readApiKeys } from "./api_keys.ts";
import { type EscalationConfig, readEscalationConfig } from "./escalation.ts";
import { readRecordsConfig, type RecordsConfig } from "./records.ts";
import { readResultsConfig, type ResultsConfig } from "./results.ts";
import { readWebhookConfig, type WebhookConfig } from "./webhooks.ts";
import { readWireConfig, type WireConfig } from "./wires.ts";
import { mustBe } from "./words.ts";

/** What the environment says. */
export interface Config
  extends
    WireConfig,
    AccessConfig,
    RecordsConfig,
    ResultsConfig,
    EscalationConfig,
    WebhookConfig {
  /** `PORT`, 0 to 65535; 0 takes a free one. @default {8000} */
  readonly port: number;
  /** `HOST`, the address to listen on. @default {"127.0.0.1"} */
  readonly host: string;
  /**
   * `MODEL`, the folder of the model: a name is one of `models/`, anything
   * with a slash is a path. @default {"default"}
   */
  readonly modelFolder: URL;
  /**
   * `STRIDE_MS`, from one prediction to the next, a multiple of the model's
   * embeddings (80 ms for the one that ships). @default {480}
   */
  readonly strideMs: number;
  /**
   * `THREADS` that share the products of a batch of windows, 1 to 64. More than
   * one needs workers; where there are none, one is used and `/readyz` says so.
   *
   * @default {1}
   */
  readonly threadCount: number;
  /**
   * `ENGINE_WORKERS`, engines on threads of their own, 0 to 64, so that sockets
   * do not wait for windows. Where there are no workers, the server's own thread
   * scores and `/readyz` says so. By default one where there are two cores or
   * more: it answers as many calls as one thread can take the audio of, so more
   * would wait for it (`deno task load`, two cores, 2026-11: 200 calls within
   * 100 ms, where a server without left windows out).
   */
  readonly workerCount: number;
}

/** The two places that paths may start from, as URLs that end with a slash. */
export interface ConfigBases {
  /** Where the models by name are. */
  readonly models: URL;
  /** Where relative paths start. */
  readonly workingFolder: URL;
  /** Reads a file that a variable names. @default {Deno.readTextFileSync} */
  readonly readTextFile?: (path: string) => string;
}

/** What else the configuration depends on. */
export interface ConfigContext {
  /** Of the machine. */
  readonly coreCount?: number;
  /** What was found to be wrong already. */
  readonly faults?: readonly string[];
}

/**
 * Reads the configuration; a variable that is empty counts as not set.
 *
 * @param env Gives the value of a variable.
 * @throws {RangeError} If values are impossible, with all of them in the message.
 */
export function readConfig(
  env: (name: string) => string | undefined,
  bases: ConfigBases,
  { coreCount = navigator.hardwareConcurrency, faults: known = [] }:
    ConfigContext = {},
): Config {
  const port = env("PORT") || "8000";
  const host = env("HOST") || "127.0.0.1";
  const model = env("MODEL") || "default";
  const stride = env("STRIDE_MS") || "480";
  const threads = env("THREADS") || "1";
  const workers = env("ENGINE_WORKERS") || (coreCount > 1 ? "1" : "0");
  const stored = readApiKeys(env, bases.readTextFile ?? Deno.readTextFileSync);
  const wire = readWireConfig(env, stored.isMeant);
  const results = readResultsConfig(env);
  const access = readAccessConfig(env, {
    host,
    stored,
    hasProvenWires: hasProvenWires(wire.config),
  });
  const records = readRecordsConfig(env, bases.workingFolder);
  const others: string[] = [];
  const escalation = readEscalationConfig(env, others);
  const readTextFile = bases.readTextFile ?? Deno.readTextFileSync;
  const webhooks = readWebhookConfig(env, readTextFile, others);
  const faults = [
    ...known,
    ...others,
    faultOf("PORT", port, isPort(port), "a whole number from 0 to 65535"),
    faultOf("HOST", host, isHost(host), "an address or a host name"),
    faultOf("STRIDE_MS", stride, isCount(stride), "a whole number from 1 on"),
    faultOf("MODEL", model, isFolder(model), "a name or a path with a slash"),
    faultOf(
      "THREADS",
      threads,
      isThreads(threads),
      "a whole number from 1 to 64",
    ),
    faultOf(
      "ENGINE_WORKERS",
      workers,
      workers === "0" || isThreads(workers),
      "a whole number from 0 to 64",
    ),
    ...wire.faults,
    ...stored.faults,
    ...access.faults,
    ...results.faults,
    ...records.faults,
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) {
    throw new RangeError(`Cannot start as ${faults.join("; ")}`);
  }
  const base = model.includes("/") ? bases.workingFolder : bases.models;
  return Object.freeze({
    ...wire.config,
    ...access.config,
    ...results.config,
    ...records.config,
    ...escalation,
    ...webhooks,
    port: Number(port),
    host,
    strideMs: Number(stride),
    threadCount: Number(threads),
    workerCount: Number(workers),
    modelFolder: new URL(asFolder(model), base),
  });
}

/** Whether phone platforms are served, and calls are not taken from anybody. */
function hasProvenWires({ wires }: WireConfig): boolean {
  return wires.served.length > 0 && !wires.isOpen;
}

/** A path as a URL's path that ends with one slash. */
function asFolder(path: string): string {
  const escaped = encodeURI(path).replace(/[?#]/g, encodeURIComponent);
  return `${escaped.replace(/\/+$/, "")}/`;
}

function faultOf(
  name: string,
  value: string,
  isGood: boolean,
  rule: string,
): string | undefined {
  if (isGood) return undefined;
  return mustBe(name, rule, value);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

function isCount(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text);
}

function isThreads(text: string): boolean {
  return isCount(text) && Number(text) <= 64;
}

function isHost(text: string): boolean {
  return /^[\w.:%-]+$/.test(text);
}

/** A bare name must not lead out of the models' folder. */
function isFolder(text: string): boolean {
  return text.includes("/") || /^[\w-][\w.-]*$/.test(text);
}
