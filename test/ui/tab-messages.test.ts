import { expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import { readTabMessage } from '../../src/ui/tab-messages.ts';
import type { LiveSnapshot } from '../../src/worker/protocol.ts';

const snapshot: LiveSnapshot = {
  campaignId: 'c',
  state: 'running',
  elapsedS: 1,
  durationS: 60,
  bytes: 1000,
  budgetBytes: undefined,
  probes: [
    {
      name: 'echo',
      kind: 'websocket',
      headline: 'response',
      counts: { ok: 1, late: 0, timeout: 0, failed: 0, skipped: 0, unmeasured: 0 },
      inFlight: 0,
      lastMs: 41.2,
      lastOutcome: 'ok',
      answered: 1,
      needsForP95: 99,
      needsForP99: 499,
      timeline: {
        binMs: 1000,
        bins: [{ startEpochMs: 1e12, min: 41, median: 41, max: 41, answered: 1, lost: 0, unmeasured: 0 }],
      },
    },
  ],
  verdict: { answer: 'not-enough-data' },
  outages: [
    {
      startEpochMs: epochMillis(1e12),
      endEpochMs: epochMillis(1e12 + 3000),
      kind: 'unmeasured',
      cause: 'sleep-or-step',
      probes: ['echo'],
    },
  ],
  events: [{ kind: 'start', epochMs: epochMillis(1e12), detail: 'Started.' }],
  simulated: [],
};
const told = (more: object = {}) => ({ kind: 'snapshot', version: '1', snapshot: { ...snapshot, ...more } });

it('takes what a tab of the same version measures, whole', () => {
  expect(readTabMessage(told(), '1')).toEqual({ kind: 'snapshot', snapshot });
});

it('lets nothing through that is not as this version shows it', () => {
  const [probe] = snapshot.probes;
  expect(readTabMessage(told({ probes: [{ ...probe, timeline: undefined }] }), '1')).toBeUndefined();
  expect(readTabMessage(told({ outages: [{}] }), '1')).toBeUndefined();
  expect(readTabMessage(told({ verdict: null }), '1')).toBeUndefined();
  expect(readTabMessage(told({ bytes: 'many' }), '1')).toBeUndefined();
  expect(readTabMessage({ kind: 'watching', tab: 'a', shown: 1, version: '1' }, '1')).toBeUndefined();
  expect(readTabMessage('changed', '1')).toBeUndefined();
});

it('reads nothing that another version measures, whatever its form, and knows it for what it is', () => {
  expect(readTabMessage(told(), '2')).toBe('stranger');
  expect(readTabMessage(told({ verdict: null }), '2')).toBe('stranger');
  expect(readTabMessage({ kind: 'snapshot', snapshot }, '2')).toBeUndefined();
});

it('follows the orders of another version', () => {
  const stop = { kind: 'stop', campaignId: 'c' };
  expect(readTabMessage({ ...stop, version: '1' }, '2')).toEqual(stop);
  expect(readTabMessage({ kind: 'changed', version: '1' }, '2')).toEqual({ kind: 'changed' });
});
