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

/** The flags whose values are nobody's business. */
const SECRET_FLAG = /^--(?:key|credential|secret)(?:=|$)/;

/** Arguments as they may be written down. */
export function withoutKey(args: readonly string[]): string[] {
  return args.map((arg, i) => {
    const [flag] = SECRET_FLAG.exec(arg) ?? [];
    if (flag?.endsWith("=")) return `${flag}...`;
    const [before] = SECRET_FLAG.exec(args[i - 1] ?? "") ?? [];
    return before === undefined || before.endsWith("=") ? arg : "...";
  });
}
