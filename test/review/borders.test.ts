import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/core/plan.ts';
import { readServerTiming } from '../../src/probes/server-timing.ts';

const planWith = (probe: object) =>
  checkPlan({
    dishprobePlan: 1,
    name: 'p',
    durationS: 60,
    probes: [{ kind: 'http', name: 'a', url: 'http://host/', intervalMs: 1000, ...probe }],
  });

describe('an insecure origin (http to another machine)', () => {
  it('reads Server-Timing from the header where the entry has no serverTiming (secure contexts only)', () => {
    const entry = { name: 'http://host/' } as PerformanceResourceTiming;
    expect(readServerTiming(entry, 'app;dur=3').serverMs).toBe(3);
  });
});

describe('plans', () => {
  it.each(['http://host:99999/', 'http://[::1/', 'http://ho%st/', 'http://:80/'])(
    'refuses %s, which no browser can open',
    (url) => {
      expect(() => new URL(url)).toThrow();
      expect(planWith({ url }).ok).toBe(false);
    },
  );

  it.each([
    'x-goog-api-key',
    'apikey',
    'ocp-apim-subscription-key',
    'x-access-token',
    'private-token',
    'x-auth-key',
  ])('refuses the secret header %s', (name) => {
    expect(planWith({ headers: { [name]: 'hunter2' } }).ok).toBe(false);
  });

  it.each(['subscription-key', 'x-api-key', 'sig', 'auth', 'client_secret', 'apikey'])(
    'refuses the secret query parameter %s',
    (key) => {
      expect(planWith({ url: `http://host/?${key}=hunter2` }).ok).toBe(false);
    },
  );

  it('does not repeat a password in what it says about an address', () => {
    const result = planWith({ url: 'htp://me:hunter2@host/' });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});
