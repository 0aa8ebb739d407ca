import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CheckFacts, PageFacts, ProbeFacts, Reach } from '../../src/core/check-facts.ts';
import { findingsOf } from '../../src/ui/check-findings.ts';
import { probeDraftOf } from '../../src/ui/draft-of.ts';

beforeAll(() => void vi.stubGlobal('location', { origin: 'https://app.example.org' }));
afterAll(() => void vi.unstubAllGlobals());

const PAGE: PageFacts = {
  clockStepMs: 0.005,
  isolated: true,
  secure: true,
  behindServiceWorker: false,
  persisted: true,
  freeBytes: 5e9,
};
const draftOf = (url: string, name = 'ping') => probeDraftOf({ kind: 'http', name, url, intervalMs: 1000 });

function judge(reach: Reach, url: string, more: Partial<ProbeFacts> = {}) {
  const draft = draftOf(url);
  const probe: ProbeFacts = { name: '1', kind: 'http', url, reach, afterMs: 3, withinMs: 5000, ...more };
  return findingsOf({ page: PAGE, probes: [probe] }, new Map([['1', draft]]), false);
}

describe('what the facts of a check mean', () => {
  it.each<[Reach, string, string]>([
    ['mixed-content', 'Mixed content', 'run the app itself with npm start'],
    ['permission', 'Local network permission', 'allow access to the local network'],
    ['offline', 'Address', 'Connect it'],
  ])('%s is in the way, and says what to do', (reach, topic, advice) => {
    expect(judge(reach, 'http://192.168.1.1/ping')).toMatchObject([
      { topic, state: 'blocks', note: expect.stringContaining(advice) },
    ]);
  });

  it('suspects the certificate of an https address at which nothing answers, and only there', () => {
    const [address, certificate] = judge('unreachable', 'https://gpu.example.org/ping');
    expect(address?.mends?.map(({ line }) => line)).toContain('OLLAMA_HOST=0.0.0.0');
    expect(certificate).toMatchObject({
      topic: 'Certificate',
      note: expect.stringContaining('Open https://gpu.example.org/ping in a tab'),
    });
    const nearby = judge('unreachable', 'http://localhost:8000/ping');
    expect(nearby.map(({ topic, mends }) => [topic, mends])).toEqual([['Address', undefined]]);
  });

  it('asks of a control probe no more than an answer', () => {
    const draft = draftOf('http://192.168.1.1/');
    const probe: ProbeFacts = {
      name: '1',
      kind: 'http',
      url: draft.url,
      reach: 'cors',
      afterMs: 3,
      withinMs: 5000,
    };
    const stateFor = (control: boolean) =>
      findingsOf(
        { page: PAGE, probes: [probe] },
        new Map([['1', { ...draft, noCors: true, control }]]),
        false,
      ).find(({ topic }) => topic === 'CORS')?.state;
    expect([stateFor(false), stateFor(true)]).toEqual(['limits', 'info']);
  });

  it('says once what several probes have in common', () => {
    const drafts = new Map([
      ['1', draftOf('http://h/a', 'first')],
      ['2', draftOf('http://h/b', 'second')],
    ]);
    const probes = ['1', '2'].map(
      (name): ProbeFacts => ({
        name,
        kind: 'http',
        url: 'http://h/',
        reach: 'silent',
        afterMs: 1,
        withinMs: 5000,
      }),
    );
    const found = findingsOf({ page: PAGE, probes }, drafts, false);
    expect(found).toMatchObject([{ topic: 'Address', probes: ['first', 'second'] }]);
  });

  it('names what the page itself lacks, whatever the endpoint', () => {
    const poor: PageFacts = { clockStepMs: 1, isolated: false, secure: false, behindServiceWorker: true };
    const facts = (page: PageFacts): CheckFacts => ({
      page,
      probes: [{ name: '1', kind: 'http', url: 'http://h/', reach: 'silent', afterMs: 1, withinMs: 5000 }],
    });
    const drafts = new Map([['1', draftOf('http://h/')]]);
    const states = (page: PageFacts) =>
      findingsOf(facts(page), drafts, true)
        .filter(({ probes }) => probes.length === 0)
        .map(({ topic, state }) => `${topic} ${state}`);
    expect(states(PAGE)).toEqual(['Clock ok', 'Storage ok']);
    expect(states(poor)).toEqual([
      'Clock limits',
      'Measuring worker limits',
      'Secure context limits',
      'Storage limits',
    ]);
    expect(states({ ...PAGE, freeBytes: 1e6 })).toContain('Storage limits');
  });
});
