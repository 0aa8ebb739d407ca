import { beforeAll, expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import { originNotes } from '../../src/ui/origin-notes.ts';

beforeAll(() => {
  Object.assign(globalThis, { __APP_VERSION__: '9.9' });
});

const file = {
  file: 'kiruna.csv',
  epochMs: epochMillis(0),
  columns: { time: 't_s', rtt: 'rtt_ms' },
  rows: 100,
};

it('names the version that measured beside the one that made the report', () => {
  const environment = {
    appVersion: '1.2',
    userAgent: 'Browser 5',
    clockResolutionMs: 0.1,
    crossOriginIsolated: false,
    timeZone: 'America/St_Johns',
    utcOffsetMin: -210,
  };
  expect(Object.fromEntries(originNotes({ environment }))).toMatchObject({
    'Measured by': 'Dishprobe 1.2',
    'Report made by': 'Dishprobe 9.9',
    'Time zone': 'America/St_Johns, UTC−03:30 when the campaign began.',
    Browser: 'Browser 5',
  });
});

it('says of an imported file what is known of its making and what is not', () => {
  const recording = Object.fromEntries(originNotes({ imported: file }));
  expect(recording['Measured by']).toContain('Not this app.');
  expect(recording['Report made by']).toBe('Dishprobe 9.9');
  for (const name of ['Clock', 'Time zone', 'Browser']) expect(recording[name]).toContain('Not known');
  const samples = Object.fromEntries(originNotes({ imported: { ...file, lacks: ['The plan.'] } }));
  expect(samples['Measured by']).toBe('Dishprobe; the file does not say which version.');
});
