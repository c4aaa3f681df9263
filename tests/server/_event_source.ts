/**
 * A reader of server-sent events that writes down what it hears.
 *
 * @module
 */

/** One event. */
export interface SentEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
  readonly retry?: string;
}

/** What comes over an event stream, one after the other; comments are left out. */
export async function* sentEvents(
  response: Response,
): AsyncGenerator<SentEvent> {
  const lines = response.body!
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new LineStream());
  let event: Record<string, string> = {};
  for await (const line of lines) {
    if (line !== "") {
      const colon = line.indexOf(":");
      if (colon > 0) event[line.slice(0, colon)] = line.slice(colon + 2);
    } else if (Object.keys(event).length > 0) {
      yield event;
      event = {};
    }
  }
}

/** Cuts text at line feeds. */
class LineStream extends TransformStream<string, string> {
  constructor() {
    let rest = "";
    super({
      transform(chunk, controller) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop()!;
        for (const line of lines) controller.enqueue(line);
      },
    });
  }
}
