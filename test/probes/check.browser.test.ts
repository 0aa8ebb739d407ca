import { describe, expect, inject, it } from 'vitest';
import type { CheckProgress } from '../../src/core/check-facts.ts';
import { type ChatProbeSpec, checkPlan, type PlanInput, type ProbeSpec } from '../../src/core/plan.ts';
import { findingsOf } from '../../src/ui/check-findings.ts';
import type { Finding } from '../../src/ui/check-types.ts';
import { probeDraftOf } from '../../src/ui/draft-of.ts';
import { EndpointCheck } from '../../src/worker/endpoint-check.ts';

type Protocol = ChatProbeSpec['protocol'];
type ProbeInput = PlanInput['probes'][number];

const server = inject('checkUrl');
const target = inject('targetUrl');
const http = (path: string, more: object = {}): ProbeInput => ({
  kind: 'http',
  name: 'probe',
  url: `${server}${path}`,
  intervalMs: 1000,
  timeoutMs: 3000,
  ...more,
});
const ws = (url: string, more: object = {}): ProbeInput => ({
  kind: 'websocket',
  name: 'probe',
  url: url.replace(/^http/, 'ws'),
  intervalMs: 1000,
  timeoutMs: 3000,
  ...more,
});
const chat = (url: string, protocol: Protocol = 'openai', more: object = {}): ProbeInput => ({
  kind: 'chat',
  name: 'probe',
  protocol,
  url,
  intervalMs: 1000,
  ...more,
});

interface Options {
  secret?: { header: string; value: string };
  onProgress?: (progress: CheckProgress, check: EndpointCheck) => void;
}

/** The findings about the endpoint, or nothing where the check was cancelled. */
async function check(
  input: ProbeInput,
  { secret, onProgress }: Options = {},
): Promise<Finding[] | undefined> {
  const drafted = probeDraftOf(input);
  const name = String(drafted.key);
  const plan = checkPlan({ dishprobePlan: 1, name: 'check', durationS: 60, probes: [{ ...input, name }] });
  const probes: ProbeSpec[] = plan.ok ? plan.plan.probes : [];
  const endpoint = new EndpointCheck(false);
  const facts = await endpoint.check(probes, secret === undefined ? {} : { [name]: secret }, (progress) =>
    onProgress?.(progress, endpoint),
  );
  return facts && findingsOf(facts, new Map([[name, drafted]]), false);
}

async function found(input: ProbeInput, topic: string, options: Options = {}): Promise<Finding> {
  const findings = (await check(input, options)) ?? [];
  const one = findings.find((finding) => finding.topic === topic);
  if (one === undefined) throw new Error(`no ${topic} in ${JSON.stringify(findings)}`);
  return one;
}

const lines = ({ mends }: Finding) =>
  (mends ?? []).map(({ server: name, line }) => `${name}: ${line}`).join('\n');

describe('Check endpoint on an http probe', () => {
  it('finds nothing to mend at the reference endpoint but what HTTP/1.1 itself is', async () => {
    const findings = (await check(http('', { url: `${target}/ping` }))) ?? [];
    expect(findings.filter(({ state }) => state !== 'ok').map(({ topic }) => topic)).toEqual(['Protocol']);
    expect(findings.map(({ topic }) => topic)).toEqual([
      'Address',
      'Answer',
      'CORS',
      'Preflight',
      'Timing-Allow-Origin',
      'Exposed headers',
      'Server’s own time',
      'Cache',
      'Protocol',
    ]);
    const [, answer] = findings;
    // A test before this one may have left a connection behind.
    expect(answer?.says).toMatch(
      /^It answers 200: [\d.]+ ms (?:over a new connection|at first), [\d.]+ ms over a warm one\.$/,
    );
  });

  it.each([
    ['/no-tao', 'Timing-Allow-Origin', 'limits', 'nginx: add_header Timing-Allow-Origin * always;'],
    ['/no-tao', 'Timing-Allow-Origin', 'limits', 'Caddy: header Timing-Allow-Origin *'],
    ['/no-expose', 'Exposed headers', 'limits', 'Access-Control-Expose-Headers "Server-Timing, Retry-After"'],
    ['/no-server-timing', 'Server’s own time', 'limits', 'add_header Server-Timing "app;dur=$upstream_ms"'],
    ['/no-no-store', 'Cache', 'info', 'add_header Cache-Control no-store always;'],
  ])('%s: names what is missing and the line that adds it', async (path, topic, state, line) => {
    const finding = await found(http(path), topic);
    expect(finding.state).toBe(state);
    expect(lines(finding)).toContain(line);
  });

  it('tells an answer that the page may not read from no answer, and offers opaque requests as a last resort', async () => {
    const cors = await found(http('/no-cors'), 'CORS');
    expect(cors).toMatchObject({ state: 'blocks', remedy: { change: { noCors: true } } });
    expect(lines(cors)).toContain(`vLLM: --allowed-origins '["*"]'`);
    expect(lines(cors)).toContain(`Ollama: OLLAMA_ORIGINS="${location.origin}"`);
    expect(await found(http('/no-cors', { mode: 'no-cors' }), 'CORS')).toMatchObject({ state: 'limits' });
    // Browsers drop headers from opaque requests.
    expect((await found(http('/no-cors', { headers: { 'x-site': 'a' } }), 'CORS')).remedy).toBeUndefined();
    const address = await found(http('', { url: `${inject('closedUrl')}/ping` }), 'Address');
    expect(address).toMatchObject({ state: 'blocks' });
    expect(address.says).toContain('does not resolve, or nothing listens there');
  });

  it('tells a refused preflight from refused answers, and names the headers to allow', async () => {
    const headers = { 'X-Site': 'Kiruna' };
    const refused = await found(http('/refuses', { headers }), 'Preflight');
    expect(refused.state).toBe('blocks');
    expect(lines(refused)).toContain('Access-Control-Allow-Headers "x-site"');
  });

  it('sees whether the preflight is remembered beyond the five seconds of default', async () => {
    const headers = { 'X-Site': 'Kiruna' };
    const [forgets, remembers] = await Promise.all([
      found(http('/forgets', { headers }), 'Preflight'),
      found(http('/remembers', { headers }), 'Preflight'),
    ]);
    expect(forgets.state).toBe('limits');
    expect(lines(forgets)).toContain('nginx: add_header Access-Control-Max-Age 7200 always;');
    expect(remembers.state).toBe('ok');
  });

  it('names redirects, which a secret does not follow', async () => {
    expect(await found(http('/redirect'), 'Redirects')).toMatchObject({
      state: 'limits',
      says: `The endpoint redirects to ${server}/ok.`,
    });
    const secret = { header: 'Authorization', value: 'Bearer hunter2' };
    expect(await found(http('/redirect'), 'Redirects', { secret })).toMatchObject({ state: 'blocks' });
  });

  it.each([
    ['/hang', 'Address', 'No answer within 1 s.'],
    ['/endless', 'Answer', 'does not end within the timeout'],
    ['/500', 'Answer', 'error status 500'],
  ])('%s blocks, and the check comes to an end', async (path, topic, words) => {
    const finding = await found(http(path, { timeoutMs: 1000 }), topic);
    expect(finding.state).toBe('blocks');
    expect(finding.says).toContain(words);
  });

  it('ends at once when it is cancelled', async () => {
    const input = http('/hang', { timeoutMs: 60_000 });
    expect(await check(input, { onProgress: (_, endpoint) => endpoint.cancel() })).toBeUndefined();
  });
});

// Side by side: most of their time they wait, to see whether a preflight is remembered.
describe.concurrent('Check endpoint on a chat probe', () => {
  it.each([
    ['ok', 'Model', 'ok', 'It streams'],
    ['no-usage', 'Token counts', 'limits', 'without a usage record'],
    ['refuses-usage', 'Token counts', 'limits', 'stream_options'],
    ['one-piece', 'Model', 'blocks', 'does not stream'],
    ['401', 'Model', 'blocks', 'It answers 401. It says: “No key was given.”'],
    ['404', 'Model', 'blocks', 'It answers 404. It says: “There is no model m.”'],
  ])('%s: says what the model’s server answers', async (path, topic, state, words) => {
    const finding = await found(chat(`${server}/chat/${path}`), topic);
    expect(finding.state).toBe(state);
    expect(finding.says).toContain(words);
  });

  it('says that a key is wanted, and sends the one that was typed', async () => {
    const secret = { header: 'Authorization', value: 'Bearer hunter2' };
    expect((await found(chat(`${server}/chat/401`), 'Model')).note).toContain(
      'enter it as the probe’s secret',
    );
    expect((await found(chat(`${server}/chat/ok`), 'Model', { secret })).state).toBe('ok');
  });
});

describe.concurrent('Check endpoint and the protocols', () => {
  const key = { secret: { header: 'x-api-key', value: 'hunter2' } };

  it('asks each server in its own protocol', async () => {
    const models = await Promise.all([
      found(chat(`${server}/ollama`, 'ollama-chat'), 'Model'),
      found(chat(`${server}/anthropic`, 'anthropic'), 'Model', key),
      found(chat(`${server}/infer`, 'kserve-v2'), 'Model'),
      found(chat(`${server}/infer`, 'json', { prompt: '{}' }), 'Model'),
      found(chat(`${server}/ok`, 'kserve-v2'), 'Model'),
    ]);
    expect(models.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'blocks']);
    expect(models.slice(0, 3).map(({ says }) => says.split(/[,;]/)[0])).toEqual([
      'It streams',
      'It streams',
      'It answers in one piece',
    ]);
  });

  it('names the protocol that an answer looks like, or the path belongs to, and the remedy asks by it', async () => {
    const cases: readonly (readonly [string, Protocol, Protocol])[] = [
      ['/ollama', 'openai', 'ollama-chat'],
      ['/anthropic', 'openai', 'anthropic'],
      ['/chat/ok', 'ollama-chat', 'openai'],
      ['/api/chat', 'openai', 'ollama-chat'],
      ['/infer', 'openai', 'kserve-v2'],
    ];
    const findings = await Promise.all(
      cases.map(([path, asked]) => found(chat(`${server}${path}`, asked), 'Inference protocol')),
    );
    for (const [at, finding] of findings.entries())
      expect(finding).toMatchObject({ state: 'blocks', remedy: { change: { protocol: cases[at]?.[2] } } });
  });

  it('says who tells the server’s own time, and what makes a silent one tell', async () => {
    const topic = 'Server’s own time';
    const [ollama, byHeader, silent] = await Promise.all([
      found(chat(`${server}/ollama`, 'ollama-chat'), topic),
      found(chat(`${server}/chat/ok`), topic),
      found(chat(`${server}/chat/silent-server`), topic),
    ]);
    expect(ollama.says).toContain('its answer (ollama)');
    expect(byHeader.says).toContain('the header server-timing');
    expect(silent.state).toBe('limits');
    expect(lines(silent)).toContain('vLLM: --enable-per-request-metrics');
    expect(lines(silent)).toContain('openai-processing-ms, x-envoy-upstream-service-time');
  });

  it('takes a turn over a WebSocket', async () => {
    const socket = (path: string) => `${server.replace(/^http/, 'ws')}${path}`;
    const voice = chat(socket('/ws/realtime'), 'openai-realtime');
    const findings = (await check(voice)) ?? [];
    expect(findings.map(({ topic, state }) => `${topic} ${state}`)).toEqual([
      'Address ok',
      'WebSocket ok',
      'Model ok',
      'Server’s own time info',
    ]);
    expect((await found(chat(socket('/ws/plain'), 'websocket'), 'Model')).state).toBe('ok');
    const mute = chat(socket('/ws/silent'), 'openai-realtime', { timeoutMs: 500 });
    expect((await found(mute, 'Model')).says).toContain('does not open a session');
    // This server takes no subprotocol, so a key cannot be carried; Firefox goes on without its consent.
    if (!navigator.userAgent.includes('Firefox'))
      expect(await found(voice, 'Subprotocol', key)).toMatchObject({ state: 'blocks' });
  });
});

describe('Check endpoint on a WebSocket', () => {
  it('finds dishprobe.echo.v1 and offers it, once', async () => {
    const times = await found(ws(`${target}/echo`), 'Server’s own time');
    expect(times).toMatchObject({
      state: 'limits',
      remedy: { change: { subprotocol: 'dishprobe.echo.v1' } },
    });
    const offered = await check(ws(`${target}/echo`, { subprotocol: 'dishprobe.echo.v1' }));
    expect(offered?.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('takes a plain echo for what it is', async () => {
    const findings = (await check(ws(`${server}/ws/plain`))) ?? [];
    expect(findings.map(({ topic, state }) => `${topic} ${state}`)).toEqual([
      'Address ok',
      'WebSocket ok',
      'Echo ok',
      'Server’s own time info',
    ]);
    expect(findings.every(({ remedy }) => remedy === undefined)).toBe(true);
  });

  it('offers to time connections where nothing comes back', async () => {
    expect(await found(ws(`${server}/ws/silent`, { timeoutMs: 500 }), 'Echo')).toMatchObject({
      state: 'blocks',
      remedy: { change: { connectOnly: true } },
    });
    const settled = await found(ws(`${server}/ws/silent`, { timeoutMs: 500, expect: 'connect' }), 'Echo');
    expect(settled).toMatchObject({ state: 'ok' });
  });

  it('names messages that the server sends by itself', async () => {
    expect(await found(ws(`${server}/ws/greets`), 'Other messages')).toMatchObject({ state: 'info' });
    expect(await found(ws(`${server}/ws/greets`), 'Echo')).toMatchObject({ state: 'ok' });
  });

  it('tells a refused subprotocol, a wrong path and an address where nobody listens apart', async () => {
    expect(await found(ws(`${server}/ws/plain`, { subprotocol: 'my.own' }), 'Subprotocol')).toMatchObject({
      // Firefox goes on without the server's consent.
      state: navigator.userAgent.includes('Firefox') ? 'limits' : 'blocks',
      remedy: { change: { subprotocol: '' } },
    });
    const upgrade = await found(ws(`${server}/nowhere`), 'WebSocket');
    expect(lines(upgrade)).toContain('proxy_set_header Upgrade $http_upgrade;');
    expect(await found(ws(`${inject('closedUrl')}/echo`), 'Address')).toMatchObject({ state: 'blocks' });
  });
});

describe('Check endpoint on an endpoint that never stops sending', () => {
  const faults = inject('faultsUrl');
  it.each([
    ['a body', http('', { url: `${faults}/endless/body`, timeoutMs: 60_000 })],
    ['an error page', http('', { url: `${faults}/endless/500`, timeoutMs: 60_000 })],
    ['tokens', chat(`${faults}/endless/tokens`)],
  ])('is cancelled while it reads %s, as timers run', async (_what, input) => {
    const cancelled = check(input, {
      onProgress: (_progress, endpoint) => void setTimeout(() => endpoint.cancel(), 1000),
    });
    await expect(cancelled).resolves.toBeUndefined();
  });

  it('ends a body without end at the timeout', async () => {
    const finding = await found(http('', { url: `${faults}/endless/body`, timeoutMs: 1000 }), 'Answer');
    expect(finding.says).toContain('does not end within the timeout');
  });
});
