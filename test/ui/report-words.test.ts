import { describe, expect, it } from 'vitest';
import type { ProbeReport } from '../../src/report/types.ts';
import { lossWords } from '../../src/ui/report-words.ts';

function probe(counts: Partial<ProbeReport['counts']>, errors: Record<string, number> = {}): ProbeReport {
  const none = { ok: 0, late: 0, timeout: 0, failed: 0, skipped: 0, unmeasured: 0, scheduled: 0 };
  return {
    name: 'ping',
    kind: 'http',
    url: 'https://h/ping',
    headline: 'response',
    counts: { ...none, ...counts },
    errors,
    rows: [],
    timeline: { binMs: 1000, bins: [] },
    cdf: [],
    timingSources: {},
  };
}

describe('lossWords', () => {
  it('names each way in which requests were lost, with the kinds of error', () => {
    const counts = { ok: 1990, timeout: 6, failed: 3, skipped: 1, scheduled: 2000, unmeasured: 12 };
    expect(lossWords(probe(counts, { 'http-status': 2, unknown: 1 }))).toBe(
      '10 of 2,000 requests lost (0.50 %): 6 timed out, ' +
        '3 failed (2 HTTP error status, 1 reason hidden by the browser), ' +
        '1 not sent because too many were still open. 12 due times unmeasured.',
    );
  });

  it('says that nothing was lost, and keeps late echoes apart from losses', () => {
    expect(lossWords(probe({ ok: 99, late: 1, scheduled: 100 }))).toBe(
      'None of 100 requests was lost. 1 answered after the timeout.',
    );
  });
});
