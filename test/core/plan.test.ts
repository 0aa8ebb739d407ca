import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan, describeProblem, parsePlan } from '../../src/core/plan.ts';

const contractPlan = {
  dishprobePlan: 1,
  name: 'Kiruna pilot',
  profile: 'chat-snappy',
  durationS: 86400,
  dataBudgetMB: 2000,
  site: { name: 'Kiruna', link: 'starlink', latitude: 67.86, longitude: 20.23, note: 'dish on the mast' },
  probes: [
    {
      kind: 'http',
      name: 'ping',
      url: 'https://host/ping',
      method: 'GET',
      intervalMs: 1000,
      jitter: 0.4,
      timeoutMs: 5000,
    },
    {
      kind: 'websocket',
      name: 'echo',
      url: 'wss://host/echo',
      intervalMs: 500,
      jitter: 0.4,
      timeoutMs: 5000,
      payloadBytes: 64,
    },
    {
      kind: 'chat',
      name: 'chat',
      protocol: 'openai',
      url: 'https://host/v1/chat/completions',
      model: 'm',
      prompt: '...',
      maxTokens: 64,
      intervalMs: 30000,
      timeoutMs: 60000,
    },
  ],
};
const shortest = {
  dishprobePlan: 1,
  name: 'short',
  durationS: 60,
  probes: [{ kind: 'http', name: 'ping', url: 'http://host/', intervalMs: 1000 }],
};
const withProbe = (changes: object) => ({ ...shortest, probes: [{ ...shortest.probes[0], ...changes }] });
const problems = (value: unknown) => {
  const result = checkPlan(value);
  return result.ok ? [] : result.problems.map(describeProblem);
};

describe('plan version 1', () => {
  it('takes the example of the contract as it is', () => {
    expect(checkPlan(contractPlan)).toMatchObject({
      ok: true,
      plan: { profile: 'chat-snappy', site: { link: 'starlink' } },
    });
  });

  it('fills in defaults for all that is not required', () => {
    expect(checkPlan(shortest)).toEqual({
      ok: true,
      plan: {
        ...shortest,
        profile: 'custom',
        site: { name: '', link: 'other', note: '' },
        probes: [{ ...shortest.probes[0], method: 'GET', jitter: 0.4, timeoutMs: 5000 }],
      },
    });
  });

  it.each(['dishprobePlan', 'name', 'durationS', 'probes'])('requires %s and says so', (key) => {
    expect(problems({ ...shortest, [key]: undefined }).join()).toContain(key);
    const { [key as 'name']: _gone, ...rest } = shortest;
    expect(problems(rest)).toEqual([`${key}: this key is required and is missing.`]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown key', { ...shortest, colour: 1 }, 'colour: this key is not known'],
    ['an unknown key of a probe', withProbe({ colour: 1 }), 'probes[0].colour: this key is not known'],
    [
      'a text for a number',
      withProbe({ intervalMs: 'fast' }),
      'probes[0].intervalMs: expected a number from 5 to 86400000, found "fast".',
    ],
    ['an interval of nothing', withProbe({ intervalMs: 0 }), 'probes[0].intervalMs'],
    ['too much jitter', withProbe({ jitter: 0.6 }), 'probes[0].jitter'],
    [
      'a scheme that is not http',
      withProbe({ url: 'ftp://host/' }),
      'probes[0].url: expected an address that begins with http://',
    ],
    ['an address without host', withProbe({ url: 'https:///ping' }), 'probes[0].url'],
    ['a version from the future', { ...shortest, dishprobePlan: 2 }, 'dishprobePlan: expected 1'],
    ['no probes', { ...shortest, probes: [] }, 'probes: expected at least one probe'],
    [
      'two probes of one name',
      { ...shortest, probes: [...shortest.probes, ...shortest.probes] },
      'probes whose names differ',
    ],
    ['only control probes', withProbe({ role: 'control' }), 'at least one probe that is not a control probe'],
    ['a profile that is none', { ...shortest, profile: 'fast' }, 'profile: expected "chat-standard"'],
    [
      'a chat without protocol',
      { ...shortest, probes: [{ kind: 'chat', name: 'c', url: 'http://h/', intervalMs: 9 }] },
      'probes[0].protocol: this key is required',
    ],
    ['something that is no plan', 'hello', 'expected a plan'],
    ['nothing', null, 'expected a plan'],
    ['a list', [], 'dishprobePlan: this key is required'],
  ])('refuses %s by path and reason', (_what, value, reason) => {
    expect(problems(value).join('\n')).toContain(reason);
  });

  it.each([
    withProbe({ headers: { Authorization: 'Bearer hunter2' } }),
    withProbe({ headers: { 'x-api-key': 'hunter2' } }),
    withProbe({ url: 'https://me:hunter2@host/' }),
    ...['x-goog-api-key', 'apikey', 'ocp-apim-subscription-key', 'x-access-token', 'private-token'].map(
      (header) => withProbe({ headers: { [header]: 'hunter2' } }),
    ),
    ...['api_key', 'apiKey', 'subscription-key', 'sig', 'auth', 'client_secret', 'X-Amz-Signature'].map(
      (key) => withProbe({ url: `https://host/?a=b&${key}=hunter2` }),
    ),
  ])('refuses a secret in a plan without repeating it', (value) => {
    const text = problems(value).join('\n');
    expect(text).toMatch(/without a (secret|user name)/);
    expect(text).not.toContain('hunter2');
  });

  it('takes names that only look like secrets', () => {
    const headers = Object.fromEntries(
      ['Content-Type', 'Accept', 'X-Request-Id', 'Idempotency-Key', 'X-Author', 'X-Max-Tokens'].map((key) => [
        key,
        'a',
      ]),
    );
    const url = 'https://host/?keyboard=de&monkey=1&max_tokens=5&author=me';
    expect(problems(withProbe({ headers, url }))).toEqual([]);
  });

  it.each([
    withProbe({ url: 'htp://me:hunter2@host/' }),
    withProbe({ url: 'htp://host/?q=hunter2' }),
    withProbe({ url: 5, headers: { 'x-kind': 'hunter2\n' } }),
    withProbe({ headers: { 'Authorization: Bearer hunter2': '' } }),
    withProbe({ headers: 'Authorization: Bearer hunter2' }),
  ])('does not repeat what may hold a secret', (value) => {
    const text = problems(value).join();
    expect(text).toContain('expected');
    expect(text).not.toContain('hunter2');
  });

  it.each(['{"headers": {"x": hunter2}}', '{"a": "b" "hunter2"}', '{"a": "hunter2'])(
    'does not quote text that is not JSON: %s',
    (text) => {
      const result = parsePlan(text);
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toContain('hunter2');
    },
  );

  it.each(['host:99999/', '[::1/', 'ho%st/', ':80/', '192.168.1.300/', '1.2.3.4.5/', 'a<b/', 'a b/'])(
    'refuses the address http://%s, which no browser opens',
    (rest) => {
      expect(() => new URL(`http://${rest}`)).toThrow();
      expect(problems(withProbe({ url: `http://${rest}` })).join()).toContain('probes[0].url: expected');
    },
  );

  it.each([
    'host',
    'h:65535/x?y=z',
    '[::1]:80/',
    '10.0.0.255',
    'b\u00fccher.example/',
    'a_b.c-d.local',
    '3com.com',
  ])('takes the address http://%s', (rest) => {
    expect(problems(withProbe({ url: `http://${rest}` }))).toEqual([]);
  });

  it('says what is not JSON', () => {
    expect(parsePlan('{"dishprobePlan": 1,')).toMatchObject({ ok: false, problems: [{ path: '' }] });
    expect(parsePlan(`\uFEFF${JSON.stringify(shortest)}`).ok).toBe(true);
  });

  it('never throws, and finds a parsed plan unchanged when it reads it again', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({ dishprobePlan: fc.constant(1), probes: fc.jsonValue(), name: fc.string() }),
    );
    fc.assert(
      fc.property(value, (any) => {
        const result = checkPlan(any);
        if (result.ok) expect(checkPlan(result.plan)).toEqual(result);
        else expect(result.problems.length).toBeGreaterThan(0);
      }),
    );
    const first = checkPlan(contractPlan);
    expect(first.ok && checkPlan(JSON.parse(JSON.stringify(first.plan)))).toEqual(first);
  });
});
