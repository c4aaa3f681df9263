/** Sessions that a server has open, by its own count, once those that end have ended. */
export async function openSessions(origin: string): Promise<number> {
  const response = await fetch(`${origin}/readyz`);
  return (await response.json()).sessions;
}
