/** The header of HTTP's Basic authentication (RFC 7617); none without a password. */
export function basicAuth(
  user: string,
  password: string | undefined,
): Record<string, string> {
  if (password === undefined) return {};
  return { authorization: `Basic ${btoa(`${user}:${password}`)}` };
}
