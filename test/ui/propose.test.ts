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

  it('proposes only what a plan accepts', () => {
    for (const typed of ['https://h.example', 'https://h.example/v1', 'ws://h.example/x', 'h.example/file']) {
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
