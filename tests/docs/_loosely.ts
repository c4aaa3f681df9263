/** Tells whether an output is of the kind that a page shows. */

/** What may differ from one run to the next: which emotion it was, */
const LABEL = /^(?:neutral|calm|happy|sad|angry|fearful|disgust|surprised)\??$/;
/** and how much, when, and which call. */
const FIGURE = /\d/;

/** A line of a page as a pattern: its words stay, figures, ids and labels may differ. */
export function patternOf(line: string): RegExp {
  const parts = line.trim().split(/(…|\s+|,)/).map((part) => {
    if (part === "…") return ".*";
    if (/^\s+$/.test(part)) return "\\s+";
    if (LABEL.test(part)) return "\\w+\\??";
    if (FIGURE.test(part) || /^[█-▏]+$/.test(part)) return "\\S+";
    return RegExp.escape(part);
  });
  return new RegExp(parts.join(""));
}

/** The first line of what a page shows that is not in an output, in order. */
export function missingLine(
  shown: string,
  output: string,
): string | undefined {
  let rest = output;
  for (const line of shown.split("\n").filter((line) => line.trim() !== "")) {
    const found = patternOf(line).exec(rest);
    if (found === null) return line;
    rest = rest.slice(found.index + found[0].length);
  }
  return undefined;
}

/** The first field of JSON that a page shows which an answer has not, or has of another type. */
export function missingField(
  shown: unknown,
  answer: unknown,
  path = "$",
): string | undefined {
  if (
    typeof shown !== typeof answer || (shown === null) !== (answer === null)
  ) {
    return path;
  }
  if (typeof shown !== "object" || shown === null) return undefined;
  for (const [name, inner] of Object.entries(shown)) {
    const missing = missingField(
      inner,
      (answer as Record<string, unknown>)[name],
      `${path}.${name}`,
    );
    if (missing !== undefined) return missing;
  }
  return undefined;
}
