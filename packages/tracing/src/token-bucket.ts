/** Lets through `ratePerSecond` on average and as many at once after a pause (at least one). 0 lets nothing through. */
export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;
  #atMs: number | undefined;

  constructor(ratePerSecond: number) {
    this.#rate = ratePerSecond;
    this.#burst = ratePerSecond > 0 ? Math.max(1, ratePerSecond) : 0;
    this.#tokens = this.#burst;
  }

  /** Whether a token is there; it is not taken. */
  ready(nowMs: number): boolean {
    const elapsed = Math.max(0, nowMs - (this.#atMs ?? nowMs));
    this.#atMs = nowMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsed * this.#rate) / 1000);
    return this.#tokens >= 1;
  }

  take(): void {
    this.#tokens--;
  }
}
