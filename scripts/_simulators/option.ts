/** The value of a setting that must be one of a few; the first one if it is not given. */
export function readOption<T extends string>(
  options: Readonly<Record<string, string>>,
  name: string,
  values: readonly [T, ...T[]],
): T {
  const given = options[name];
  if (given === undefined) return values[0];
  const value = values.find((value) => value === given);
  if (value !== undefined) return value;
  throw new SyntaxError(
    `Cannot simulate a call as --option ${name} must be one of ${
      values.join(", ")
    }: current value is "${given}"`,
  );
}
