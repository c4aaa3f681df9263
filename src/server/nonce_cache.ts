/** How {@linkcode NonceCache} remembers. */
export interface NonceCacheOptions {
  /** How long a nonce could be used again. */
  readonly lifeS: number;
  /** More are not remembered, so not taken either. */
  readonly maxCount: number;
}

/** Nonces that were used, for as long as they could be used again. */
export class NonceCache {
  readonly #options: NonceCacheOptions;
  /** When each may be forgotten, oldest first: all live for as long. */
  readonly #endsS = new Map<string, number>();

  constructor(options: NonceCacheOptions) {
    this.#options = options;
  }

  /** Nonces that are remembered. */
  get count(): number {
    return this.#endsS.size;
  }

  /** Uses a nonce; says no if it was used before, or there is no room for it. */
  use(nonce: string, nowS: number): boolean {
    this.#forgetOld(nowS);
    const { lifeS, maxCount } = this.#options;
    if (this.#endsS.has(nonce) || this.count >= maxCount) return false;
    this.#endsS.set(nonce, nowS + lifeS);
    return true;
  }

  /** Forgets a nonce, as if it had not been used. */
  forget(nonce: string): void {
    this.#endsS.delete(nonce);
  }

  #forgetOld(nowS: number): void {
    for (const [nonce, endS] of this.#endsS) {
      if (endS >= nowS) return;
      this.#endsS.delete(nonce);
    }
  }
}
