/**
 * The server's answers over HTTP, or why there are none.
 *
 * @module
 */

/** Fetches, as the runtime's own `fetch` does. */
export type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** A request that was refused, or did not reach the server. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** `unreachable`, or the code that the server gave. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** How a request is made. */
export interface ApiRequest {
  readonly key: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly fetch?: Fetch | undefined;
}

/**
 * Asks for a path, relative to the page: it may lie below a path of a proxy's.
 *
 * @throws {ApiError} If the server refuses, or is not there.
 */
export async function request(
  path: string,
  { key, signal, headers = {}, fetch = globalThis.fetch }: ApiRequest,
): Promise<Response> {
  const response = await reach(() =>
    fetch(path, {
      headers: { ...headers, ...(key && { authorization: `Bearer ${key}` }) },
      ...(signal && { signal }),
    })
  );
  if (response.ok) return response;
  throw await refusal(response);
}

async function reach(ask: () => Promise<Response>): Promise<Response> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") {
      throw cause;
    }
    throw new ApiError(
      "unreachable",
      "Cannot ask the server as it must be there: it does not answer",
      { cause },
    );
  }
}

/** Codes for answers that have none, such as a proxy's. */
const CODES: Readonly<Record<number, string>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  502: "unreachable",
  503: "not_ready",
  504: "unreachable",
};

async function refusal(response: Response): Promise<ApiError> {
  const { status } = response;
  try {
    const { error: { code, message } } = await response.json();
    return new ApiError(
      status === 401 ? "unauthorized" : String(code),
      String(message),
    );
  } catch {
    const code = CODES[status] ?? "internal";
    return new ApiError(code, `The server answered with status ${status}`);
  }
}
