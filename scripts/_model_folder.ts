/**
 * Where a program's model is.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { readConfig } from "../src/config/config.ts";

/**
 * The folder of a model, by the rule of the server's `MODEL`: a bare name is
 * one of `models/`, anything with a slash is a path.
 *
 * @throws {RangeError} If it is neither.
 */
export function modelFolder(model: string): URL {
  const { modelFolder } = readConfig(
    (name) => name === "MODEL" ? model : undefined,
    {
      models: new URL("../models/", import.meta.url),
      workingFolder: pathToFileURL(`${Deno.cwd()}/`),
    },
  );
  return modelFolder;
}
