import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCampaign } from '../../src/core/campaign-schema.ts';
import { protocolOf } from '../../src/core/inference/protocols/index.ts';
import { checkPlan, describeProblem, parsePlan } from '../../src/core/plan.ts';
import { PROTOCOLS } from '../../src/core/plan-schema.ts';

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

  it.each([
    ...['jwt', 'bearer', 'passphrase', 'X-Api', 'x-refreshtoken', 'X-Authentication'].map((name) =>
      withProbe({ headers: { [name]: 'hunter2' } }),
    ),
    ...['jwt', 'bearer', 'passphrase', 'idtoken', 'refreshtoken', 'masterkey', 'secretkey', 'mysecret'].map(
      (key) => withProbe({ url: `https://host/?a=b&${key}=hunter2` }),
    ),
    ...[
      'Bearer hunter2',
      'basic hunter2==',
      'Token hunter2',
      'sk-hunter2',
      'ghp_hunter2',
      'eyJhunter2.a.b',
    ].flatMap((value) => [
      withProbe({ headers: { 'X-Kind': value } }),
      withProbe({ url: `https://host/?a=${encodeURIComponent(value)}` }),
      withProbe({ url: `https://host/?${value.replaceAll(' ', '+')}` }),
    ]),
  ])('refuses what looks like a credential, names it and says where it belongs', (value) => {
    const text = problems(value).join('\n');
    expect(text).toMatch(/^probes\[0\]\.(headers|url): expected .* without a secret/);
    expect(text).toMatch(/as the secret of the probe/);
    expect(text).not.toContain('hunter2');
  });

  it('still reads a stored campaign whose plan was taken before', () => {
    const plan = withProbe({ headers: { 'X-Api': 'Bearer hunter2' } });
    const record = { id: 'a', plan, state: 'finished', createdEpochMs: 1, seed: 1, simulated: [], bytes: 0 };
    expect(checkCampaign(record)?.plan.name).toBe('short');
  });

  it('takes values that only look like credentials', () => {
    const headers = { 'Accept-Language': 'sk-SK, sk;q=0.9', 'X-Note': 'basic tests of a token bucket' };
    const url = 'https://host/?q=basic%20question%20one&api-version=2024-10-21&page_size=5&hotkey=a';
    expect(problems(withProbe({ headers, url }))).toEqual([]);
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

  describe('a chat probe', () => {
    const chat = (protocol: string, url: string, prompt?: string) => ({
      ...shortest,
      probes: [{ kind: 'chat', name: 'c', protocol, url, intervalMs: 1000, prompt }],
    });
    const asJson = (protocol: string) => (protocol === 'json' ? '{}' : undefined);

    it.each(PROTOCOLS)('takes an address for the transport of %s, and no other', (protocol) => {
      const [right, wrong] = protocolOf(protocol).transport === 'http' ? ['http', 'ws'] : ['ws', 'http'];
      for (const scheme of [right, `${right}s`, `${right.toUpperCase()}S`])
        expect(problems(chat(protocol, `${scheme}://host/x`, asJson(protocol)))).toEqual([]);
      expect(problems(chat(protocol, `${wrong}s://host/x`, asJson(protocol)))).toEqual([
        `probes[0].url: expected an address that begins with ${right}:// or ${right}s://, as the protocol "${protocol}" asks for, found "${wrong}s://host/x".`,
      ]);
    });

    it('names the protocols that there are', () => {
      expect(problems(chat('grpc', 'https://host/')).join()).toContain(
        'probes[0].protocol: expected "openai" or "openai-responses" or',
      );
    });

    it('says nothing of what may be a secret in an address of the wrong kind', () => {
      expect(problems(chat('websocket', 'https://host/?q=hunter2')).join()).toMatch(
        /begins with ws:\/\/(?!.*hunter2)/,
      );
    });

    it('wants JSON where the prompt is sent as JSON', () => {
      expect(problems(chat('json', 'https://host/', '{"inputs": "a"}'))).toEqual([]);
      for (const prompt of ['Hello', '{"inputs":', undefined])
        expect(problems(chat('json', 'https://host/', prompt)).join()).toContain(
          'probes[0].prompt: expected JSON, which the protocol "json" sends as it is, found "',
        );
      expect(problems(chat('openai', 'https://host/', 'Hello'))).toEqual([]);
    });

    it('takes a workload or a prompt, and an image only where the protocol does', () => {
      const working = (protocol: string, more: object) => {
        const scheme = protocol === 'websocket' || protocol === 'openai-realtime' ? 'wss' : 'https';
        const [probe] = chat(protocol, `${scheme}://host/`).probes;
        return problems({ ...shortest, probes: [{ ...probe, ...more }] }).join();
      };
      expect(working('openai', { workload: 'rag' })).toBe('');
      expect(working('openai', { workload: 'rag', prompt: 'Mine' })).toContain(
        'prompt: expected either a workload or',
      );
      for (const protocol of PROTOCOLS.filter((id) => id !== 'json')) {
        const takes = !['kserve-v2', 'websocket'].includes(protocol);
        expect(working(protocol, { workload: 'vision' }) === '').toBe(takes);
      }
      expect(working('json', { workload: 'rag' })).toContain('workload: expected no workload with');
    });

    it('puts no line before a prompt that is JSON', () => {
      const unique = (protocol: string, prompt: string) => {
        const [probe] = chat(protocol, 'https://host/', prompt).probes;
        return problems({ ...shortest, probes: [{ ...probe, unique: true }] }).join();
      };
      expect(unique('kserve-v2', '{"inputs":[]}')).toContain('unique: expected false');
      expect(unique('json', '{}')).toContain('unique: expected false');
      expect(unique('kserve-v2', 'Hello')).toBe('');
      expect(unique('openai', '{}')).toBe('');
    });
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
