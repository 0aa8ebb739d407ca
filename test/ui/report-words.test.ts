import { describe, expect, it } from 'vitest';
import type { ProbeReport } from '../../src/report/types.ts';
import { availabilityWords, fewWords, targetWords } from '../../src/ui/availability-words.ts';
import { lossWords, reportParagraph } from '../../src/ui/report-words.ts';
import { type Blackout, probe as probeSpec, record } from '../report/blackouts.ts';

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

describe('a link that was asked too seldom', () => {
  const seldom = (blackouts: Blackout[]) => {
    const probes = [probeSpec('http', 'ping', 30_000)];
    const report = record({ blackouts, lengthMs: 3_600_000, availabilityTarget: 0.9, probes });
    if (report.availability?.target === undefined) throw new Error('There is no availability.');
    const { availability } = report;
    return { report, availability, target: report.availability.target };
  };

  it('is not called free of outages', () => {
    const { report, availability, target } = seldom([]);
    expect(reportParagraph(report)[0]).toContain(
      'No outage was seen, by probes that ask too seldom to see each.',
    );
    expect(availabilityWords(availability)).toMatch(
      /^Outages of less than about 30 s may have passed unseen/,
    );
    expect(availabilityWords(availability)).toContain('None was seen.');
    expect(fewWords(availability)).toBeUndefined();
    expect(targetWords(target)).toEqual([
      'Not enough data',
      expect.stringContaining('there is no availability'),
    ]);
  });

  it('is told what was seen all the same', () => {
    expect(availabilityWords(seldom([[600_000, 700_000]]).availability)).toMatch(
      /1 outage was seen, .* in all/,
    );
  });
});
