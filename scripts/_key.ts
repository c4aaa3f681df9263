/**
 * The key with which a program calls a server that asks for one.
 *
 * @module
 */

/** What `parseArgs` knows of it. */
export const KEY_OPTION = { key: { type: "string" } } as const;

/** The key of `--key`, or of `UNDERTONE_KEY`, which other users of the machine cannot see. */
export function callerKey(flag: string | undefined): string | undefined {
  return flag ?? (Deno.env.get("UNDERTONE_KEY") || undefined);
}

/** Arguments as they may be written down. */
export function withoutKey(args: readonly string[]): string[] {
  return args.map((arg, i) => {
    if (args[i - 1] === "--key") return "...";
    return arg.startsWith("--key=") ? "--key=..." : arg;
  });
}
