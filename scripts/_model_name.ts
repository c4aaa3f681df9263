/**
 * The name of a model that a program is to write.
 *
 * @module
 */

/**
 * Checks that a name is a folder's, and leads nowhere else.
 *
 * @param act The program's, for the error.
 * @throws {SyntaxError} If it is not.
 */
export function checkModelName(act: string, name: string): void {
  if (/^[a-z0-9][a-z0-9._-]*$/i.test(name)) return;
  throw new SyntaxError(
    `Cannot ${act} as --name must be a folder's name of letters, digits, ".", "_" and "-": current value is "${name}"`,
  );
}
