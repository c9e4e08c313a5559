/** Milliseconds on the machine's monotonic clock, which two processes read alike; `performance.now()` begins with each. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
