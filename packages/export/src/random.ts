/** For the jitter of retries: it need not be unpredictable. */
export const jitter = (): number => Math.random();
