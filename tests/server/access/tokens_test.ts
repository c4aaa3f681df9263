import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { SignJWT } from "jose";
import {
  type TokenClaims,
  TokenSigner,
} from "../../../src/server/access/tokens.ts";
import { FakeClock } from "../../session/_fakes.ts";
import { SECRET } from "./_access.ts";

const NOW_MS = Date.UTC(2026, 0, 1);
const CLAIMS: TokenClaims = {
  jti: "token-1",
  tenant: "acme",
  scopes: ["stream", "read"],
  sessionId: "call-1",
  expiresAtMs: NOW_MS + 60_000,
};

function signer(secret = SECRET) {
  const clock = new FakeClock();
  clock.nowMs = NOW_MS;
  return { signer: new TokenSigner(secret, clock.now), clock };
}

/** A token's parts, decoded. */
function partsOf(token: string) {
  return token.split(".").slice(0, 2).map((part) =>
    JSON.parse(Buffer.from(part, "base64url").toString())
  );
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

Deno.test("TokenSigner reads what it signs, or another with the same secret", async () => {
  const token = await signer().signer.sign(CLAIMS);
  assertEquals(await signer().signer.read(token), CLAIMS);
  const [header, payload] = partsOf(token);
  assertEquals(header, { alg: "HS256", typ: "JWT" });
  assertEquals(payload, {
    iss: "undertone",
    aud: "undertone",
    sub: "call-1",
    jti: "token-1",
    tenant: "acme",
    scope: "stream read",
    iat: NOW_MS / 1_000,
    exp: NOW_MS / 1_000 + 60,
  });
});

Deno.test("TokenSigner reads none of another secret", async () => {
  const token = await signer("another secret of 32 characters.").signer.sign(
    CLAIMS,
  );
  assertEquals(await signer().signer.read(token), undefined);
});

Deno.test("TokenSigner reads none that the bare secret signed: other things are signed with it", async () => {
  const token = await new SignJWT({ tenant: "acme", scope: "stream" })
    .setProtectedHeader({ alg: "HS256" }).setIssuer("undertone")
    .setAudience("undertone").setSubject("s").setJti("j")
    .setExpirationTime(NOW_MS / 1_000 + 60)
    .sign(new TextEncoder().encode(SECRET));
  assertEquals(await signer().signer.read(token), undefined);
});

Deno.test("TokenSigner reads none whose algorithm is another", async () => {
  const { signer: own } = signer();
  const token = await own.sign(CLAIMS);
  const [, payload] = token.split(".");
  const key = createHmac("sha256", SECRET).update("undertone token").digest();
  for (const alg of ["none", "None", "HS512", "HS384", "RS256", "hs256", ""]) {
    const head = `${encoded({ alg, typ: "JWT" })}.${payload}`;
    const mac = createHmac("sha512", key).update(head).digest("base64url");
    const mac256 = createHmac("sha256", key).update(head).digest("base64url");
    for (const signature of ["", mac, mac256, token.split(".")[2]]) {
      assertEquals(await own.read(`${head}.${signature}`), undefined, alg);
    }
  }
});

Deno.test("TokenSigner reads none that was changed, cut or is no token", async () => {
  const { signer: own } = signer();
  const token = await own.sign(CLAIMS);
  const [header, payload, signature] = token.split(".");
  const forged = encoded({ ...partsOf(token)[1], tenant: "beta" });
  for (
    const text of [
      "",
      ".",
      "..",
      "ut_key",
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `${header}.${forged}.${signature}`,
      `${token}.${signature}`,
      `${token}x`,
      token.slice(0, -2),
      ` ${token}`.repeat(100),
    ]
  ) assertEquals(await own.read(text), undefined);
});

Deno.test("TokenSigner reads none that is too old, unless it may be", async () => {
  const { signer: own, clock } = signer();
  const token = await own.sign(CLAIMS);
  clock.nowMs = CLAIMS.expiresAtMs - 1;
  assert(await own.read(token));
  clock.nowMs = CLAIMS.expiresAtMs;
  assertEquals(await own.read(token), undefined);
  assert(await own.read(token, 1_000));
  clock.nowMs += 1_000;
  assertEquals(await own.read(token, 1_000), undefined);
});

Deno.test("TokenSigner reads no token without a claim", async () => {
  const { signer: own } = signer();
  const key = createHmac("sha256", SECRET).update("undertone token").digest();
  const whole = partsOf(await own.sign(CLAIMS))[1];
  for (const name of Object.keys(whole).filter((name) => name !== "iat")) {
    const { [name]: _, ...rest } = whole;
    const head = `${encoded({ alg: "HS256" })}.${encoded(rest)}`;
    const mac = createHmac("sha256", key).update(head).digest("base64url");
    assertEquals(await own.read(`${head}.${mac}`), undefined, name);
  }
});
