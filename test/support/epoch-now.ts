/** Unix time in ms by the monotonic clock: it makes no step while a test runs. */
export const epochNow = (): number => performance.timeOrigin + performance.now();
