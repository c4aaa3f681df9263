/** The words of a task's command, without the quotes that keep its shell from reading stars. */
export function taskWords(command: string): string[] {
  return command.split(" ").map((word) => word.replaceAll("'", ""));
}
