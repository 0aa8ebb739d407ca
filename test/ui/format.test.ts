import { describe, expect, it, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMs,
  formatSeconds,
  formatShare,
  formatShareBeside,
  formatSpan,
} from '../../src/ui/format.ts';
import { bothTimes, instantText, zoneName } from '../../src/ui/format-time.ts';

describe('formatMs', () => {
  it.each([
    [0, '0'],
    [0.004, '< 0.01'],
    [0.25, '0.25'],
    [9.994, '9.99'],
    [9.996, '10.0'],
    [41.23, '41.2'],
    [99.96, '100'],
    [171.4, '171'],
    [12_345.6, '12,346'],
    [-2.345, '-2.35'],
  ])('%d reads %s', (ms, text) => expect(formatMs(ms)).toBe(text));

  it('shows a dash for nothing measured and ∞ for an answer that never came', () => {
    expect(formatMs(undefined)).toBe('—');
    expect(formatMs(Number.NaN)).toBe('—');
    expect(formatMs(Number.POSITIVE_INFINITY)).toBe('∞');
  });
});

test('a share that falls short of its target never reads like it', () => {
  expect(formatShareBeside(0.94964, 0.95)).toBe('94.96 %');
  expect(formatShareBeside(0.9899996, 0.99)).toBe('98.99996 %');
  expect(formatShareBeside(0.95, 0.95)).toBe('95.0 %');
  expect(formatShareBeside(0.912, 0.95)).toBe('91.2 %');
});

describe('formatShare', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.004, '0.40 %'],
    [0.125, '12.5 %'],
    [0.00001, '< 0.01 %'],
    [0.999999, '> 99.99 %'],
    [0.9972, '99.72 %'],
  ])('%d reads %s', (share, text) => expect(formatShare(share)).toBe(text));
});

describe('durations and sizes', () => {
  it('keeps two parts of a duration, the second with its zero', () => {
    expect([59, 60, 724, 11_100, 187_200].map(formatDuration)).toEqual([
      '59 s',
      '1 min 00 s',
      '12 min 04 s',
      '3 h 05 min',
      '2 d 4 h',
    ]);
  });

  it('writes a planned duration in its largest whole unit', () => {
    expect([90, 3600, 5400, 172_800].map(formatSpan)).toEqual(['1 min 30 s', '1 h', '90 min', '2 d']);
  });

  it('is as precise about an outage as it was short', () => {
    expect([0, 0.62, 4.23, 75.4, 150].map(formatSeconds)).toEqual([
      '0 s',
      '0.62 s',
      '4.2 s',
      '75 s',
      '2 min 30 s',
    ]);
  });

  it('counts megabytes as a data budget does', () => {
    expect([0, 4200, 999_600, 12_400_000, 500_000_000, 1_234_000_000].map(formatBytes)).toEqual([
      '0 kB',
      '5 kB',
      '1.00 MB',
      '12.4 MB',
      '500 MB',
      '1.23 GB',
    ]);
    expect(formatCount(86_400)).toBe('86,400');
  });
});

describe('times', () => {
  const epochMs = Date.UTC(2026, 10, 22, 14, 3, 20);

  it('writes UTC whatever the zone of this computer', () => {
    expect(instantText(epochMs, 'utc')).toBe('2026-11-22 14:03:20');
  });

  it('names both clocks', () => {
    expect(bothTimes(epochMs)).toContain('2026-11-22 14:03 UTC');
    expect(bothTimes(epochMs)).toContain(zoneName('local'));
  });
});
