import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/core/plan.ts';
import { freeName, proposeProbes } from '../../src/ui/propose.ts';

function urlsFor(typed: string): string[] {
  const proposal = proposeProbes(typed);
  return proposal.ok ? proposal.probes.map(({ kind, url }) => `${kind} ${url}`) : [proposal.reason];
}

describe('proposeProbes', () => {
  it('proposes all three kinds for the base address of a host', () => {
    expect(urlsFor('https://gpu.example.org')).toEqual([
      'http https://gpu.example.org/ping',
      'websocket wss://gpu.example.org/echo',
      'chat https://gpu.example.org/v1/chat/completions',
    ]);
  });

  it.each([
    ['http://localhost:4174/', 'websocket ws://localhost:4174/echo'],
    ['localhost:8000', 'http http://localhost:8000/ping'],
    ['192.168.1.20', 'http http://192.168.1.20/ping'],
    ['gpu.example.org', 'http https://gpu.example.org/ping'],
    ['https://h.example/v1/', 'chat https://h.example/v1/chat/completions'],
    ['https://h.example/openai/v1/chat/completions', 'chat https://h.example/openai/v1/chat/completions'],
    ['wss://h.example/echo', 'websocket wss://h.example/echo'],
    ['https://h.example/ping?bytes=1000', 'http https://h.example/ping?bytes=1000'],
  ])('%s leads to %s', (typed, expected) => expect(urlsFor(typed)).toContain(expected));

  it.each([
    ['https://h/openai/v1/chat/completions', 'openai'],
    ['https://h/v1/responses', 'openai-responses'],
    ['http://h:11434/api/chat', 'ollama-chat'],
    ['http://h/api/generate', 'ollama-generate'],
    ['https://api.anthropic.com/v1/messages', 'anthropic'],
    ['http://h:8000/v2/models/resnet/versions/1/infer', 'kserve-v2'],
    ['wss://api.openai.com/v1/realtime?model=m', 'openai-realtime'],
  ])('recognises %s as %s', (typed, protocol) => {
    expect(proposeProbes(typed)).toMatchObject({
      ok: true,
      probes: [{ kind: 'chat', protocol, url: typed }],
    });
  });

  it('knows Ollama by its port, and a plain WebSocket and a plain address for what they are', () => {
    expect(urlsFor('localhost:11434')).toEqual([
      'http http://localhost:11434/api/version',
      'chat http://localhost:11434/api/chat',
    ]);
    expect(urlsFor('wss://h/api/chat')).toEqual(['websocket wss://h/api/chat']);
    expect(urlsFor('https://h/realtime')).toEqual(['http https://h/realtime']);
  });

  it('proposes only what a plan accepts', () => {
    for (const typed of [
      'https://h.example',
      'https://h.example/v1',
      'localhost:11434',
      'wss://h/v1/realtime',
      'ws://h.example/x',
      'h.example/file',
    ]) {
      const proposal = proposeProbes(typed);
      const probes = proposal.ok ? proposal.probes : [];
      expect(checkPlan({ dishprobePlan: 1, name: 'n', durationS: 60, probes })).toMatchObject({ ok: true });
    }
  });

  it.each(['', '   ', 'https://', 'ftp://h.example', 'https://user:pw@h.example', 'not an address'])(
    'refuses %j with a sentence',
    (typed) => expect(urlsFor(typed)).toEqual([expect.stringMatching(/\.$/)]),
  );

  it('does not repeat a password', () => {
    expect(urlsFor('https://user:hunter2@h.example').join()).not.toContain('hunter2');
  });
});

describe('freeName', () => {
  it('counts on until nobody has the name', () => {
    expect(freeName('ping', ['ping', 'ping 2'])).toBe('ping 3');
  });
});
