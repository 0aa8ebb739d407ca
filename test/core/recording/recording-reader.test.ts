import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecordingReader } from '../../../src/core/recording/recording-reader.ts';

function read(...pieces: string[]): [number, number | undefined][] | string {
  const reader = new RecordingReader();
  for (const piece of pieces) reader.push(piece);
  const rows = reader.end();
  if (rows === undefined) return reader.problem ?? '';
  return [...rows.timesMs].map((t, i) => {
    const rtt = rows.rttMs[i] ?? Number.NaN;
    return [Math.round(t * 1e6) / 1e6, Number.isNaN(rtt) ? undefined : Math.round(rtt * 1e3) / 1e3];
  });
}

it.each<[string, string]>([
  ['LF', 't_s,rtt_ms\n0.5,41.2\n1.5,\n'],
  ['CRLF, without an end of line at the end', 't_s,rtt_ms\r\n0.5,41.2\r\n1.5,'],
  ['a byte order mark', '\ufefft_s,rtt_ms\n0.5,41.2\n1.5,nan\n'],
  ['comments and empty lines', '# ping to the gateway\n\nt_s,rtt_ms\n# began\n0.5,41.2\n\n1.5,-1\n'],
  ['quotes and blanks', '"t_s", "rtt_ms"\n"0.5", "41.2"\n"1.5", ""\n'],
  ['other units', 'time_ms,RTT (us)\n500,41200\n1500,inf\n'],
  ['semicolons and more columns', 'host;t_s;loss;latency_ms\na;0.5;0;41.2\na;1.5;1;NA\n'],
  ['tabs', 't_s\trtt_s\n0.5\t0.0412\n1.5\t-Infinity\n'],
  ['rtt_ms beside another that fits', 't_s,srtt_ms,rtt_ms\n0.5,99,41.2\n1.5,99,null\n'],
])('reads a recording with %s', (_what, text) => {
  expect(read(text)).toEqual([
    [500, 41.2],
    [1500, undefined],
  ]);
});

it('keeps a round trip of 0 as a measurement', () => {
  expect(read('t_s,rtt_ms\n0,0\n1, \n')).toEqual([
    [0, 0],
    [1000, undefined],
  ]);
});

it.each<[string, string, RegExp]>([
  [
    'no round trips',
    't_s,down_mbps,up_mbps\n0.0,24.36,\n',
    /^Line 1: no column of round-trip times.*"t_s,down_mbps,up_mbps"/,
  ],
  ['no header', '0.5,41.2\n1.5,40\n', /^Line 1: no column of times and none of round-trip times.*t_s,rtt_ms/],
  ['a time without a unit', '# x\ntime,rtt_ms\n', /^Line 2: no column of times/],
  ['two that may be meant', 't_s,ping_ms,latency_ms\n', /^Line 1: ping_ms and latency_ms may both be meant/],
  ['a word', 't_s,rtt_ms\n0,41\n1,slow\n', /^Line 3: rtt_ms is "slow", which is no number/],
  ['a decimal comma', 't_s;rtt_ms\n0;41,2\n', /^Line 2: rtt_ms is "41,2"/],
  ['no time', 't_s,rtt_ms\n\n,41\n', /^Line 3: t_s is "", which is no time/],
  ['rows out of order', 't_s,rtt_ms\n2,41\n1,41\n', /^Line 3: t_s goes back to "1". Sort/],
  ['a row cut short', 't_s,rtt_ms\n2\n', /^Line 2: the row has no cell for rtt_ms/],
  ['another unit than it says', 't_s,rtt_ms\n2,41000000\n', /^Line 2: .*over ten minutes.*rtt_us/],
  ['nothing', '', /^The file is empty/],
  ['a samples CSV', 'campaign,due_utc,due_epoch_ms,rtt_ms\n', /samples CSV of Dishprobe/],
  ['bytes', 'PK\0\0\n', /not text in UTF-8/],
])('refuses a file with %s, and names the line and the mend', (_what, text, problem) => {
  expect(read(text)).toMatch(problem);
});

it('reads the same wherever a file is cut into pieces', () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.option(fc.integer({ min: 0, max: 9_999_999 })));
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.nat(2000), { maxLength: 6 }),
      (rows, end, cuts) => {
        let t = 0;
        const lines = rows.map(([step, rtt]) => {
          t += step;
          return `${t / 1000},${rtt === null ? '' : rtt / 1000}`;
        });
        const text = ['t_s,rtt_ms', ...lines].join(end);
        const at = [0, ...cuts.map((cut) => cut % text.length).sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((to, i) => text.slice(at[i], to));
        const whole = read(text);
        expect(read(...pieces)).toEqual(whole);
        t = 0;
        expect(whole).toEqual(
          rows.map(([step, rtt]) => {
            t += step;
            return [t, rtt === null ? undefined : rtt / 1000];
          }),
        );
      },
    ),
  );
});
