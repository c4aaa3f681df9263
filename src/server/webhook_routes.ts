/**
 * What webhooks could not deliver, for whoever runs the receivers.
 *
 *     GET  /v1/webhooks/dead-letters             the tenant's own, oldest first
 *     POST /v1/webhooks/dead-letters/{id}/retry  sends one of them once more
 *
 * They are those of this instance: each delivers what it tells.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import type { DeadLetter } from "../results/webhooks/dead_letters.ts";
import type {
  DeadLetterBody,
  DeadLettersBody,
  RetriedBody,
} from "./api/bodies.ts";
import type { Gate } from "./access/gate.ts";
import { httpFault } from "./http_fault.ts";

/** Where dead letters lie. */
export interface DeadLetterOffice {
  deadLetters(tenant: string): DeadLetter[];
  /** Sends one once more. @returns Whether the tenant has it. */
  retry(tenant: string, id: string): boolean;
}

/** What the routes need. */
export interface WebhookRouteDeps {
  readonly gate: Gate;
  readonly webhooks: DeadLetterOffice;
}

/** Builds the routes. */
export function webhookRoutes({ gate, webhooks }: WebhookRouteDeps): Hono {
  const routes = new Hono();
  routes.get("/dead-letters", async (c) => {
    const who = await gate.admit(c, "admin");
    if (who instanceof Response) return who;
    const letters = webhooks.deadLetters(who.tenant);
    const body: DeadLettersBody = { deadLetters: letters.map(shown) };
    return c.json(body);
  });
  routes.post("/dead-letters/:id/retry", async (c) => {
    const who = await gate.admit(c, "admin");
    if (who instanceof Response) return who;
    return retry(c, webhooks, who.tenant);
  });
  return routes;
}

function retry(
  c: Context,
  webhooks: DeadLetterOffice,
  tenant: string,
): Response {
  const id = c.req.param("id")!;
  const body: RetriedBody = { id };
  if (webhooks.retry(tenant, id)) return c.json(body, 202);
  return httpFault(
    c,
    "not_found",
    "Cannot send it once more as there is no such dead letter on this instance",
  );
}

function shown(letter: DeadLetter): DeadLetterBody {
  const { id, target, attempts, reason, atMs, message } = letter;
  return {
    id,
    target,
    attempts,
    reason,
    at: new Date(atMs).toISOString(),
    webhookId: message.id,
    message: JSON.parse(message.body),
  };
}
