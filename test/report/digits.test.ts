import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_NUMBER, writeDecimal3, writeWhole } from '../../src/report/csv/digits.ts';
import { headWriter, LONGEST_HEAD } from '../../src/report/csv/row-head.ts';

const text = (write: (view: DataView, bytes: Uint8Array) => number, room = LONGEST_NUMBER) => {
  const bytes = new Uint8Array(room).fill(44);
  return String.fromCharCode(...bytes.subarray(0, write(new DataView(bytes.buffer), bytes)));
};

test('writes whole numbers as they read', () => {
  for (const value of [
    0,
    7,
    10,
    99,
    100,
    999,
    1000,
    999_999,
    1e6,
    1e9 - 1,
    1e12 + 5,
    Number.MAX_SAFE_INTEGER,
  ])
    expect(text((view) => writeWhole(view, 0, value))).toBe(String(value));
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      expect(text((view) => writeWhole(view, 0, value))).toBe(String(value));
    }),
  );
});

test('writes floats with three decimals, half away from zero', () => {
  const of = (value: number) => text((view) => writeDecimal3(view, 0, value));
  expect([0, 0.0004, -0.0004, 0.0005, -0.0005, 0.9996, 12.3456, -1.5].map(of)).toEqual([
    '0.000',
    '0.000',
    '0.000',
    '0.001',
    '-0.001',
    '1.000',
    '12.346',
    '-1.500',
  ]);
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), (value) => {
      const thousandths = Math.round(Math.abs(value) * 1000);
      const expected = `${value < 0 && thousandths > 0 ? '-' : ''}${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`;
      expect(of(value)).toBe(expected);
    }),
  );
});

test('writes the head of a row as it reads, whatever number and second come next', () => {
  const lead = 'Campaign,Site,';
  const write = headWriter(Uint8Array.from(lead, (letter) => letter.charCodeAt(0)));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double({ min: -1e11, max: 4e12, noNaN: true }),
        fc.double({ min: 1.7e12, max: 1.7e12 + 2e8, noNaN: true }),
      ),
      fc.oneof(fc.nat({ max: 3000 }), fc.nat({ max: 2 ** 40 })),
      (epochMs, seq) => {
        const micros = Math.round(epochMs * 1000);
        const utc = new Date(Math.floor(micros / 1000)).toISOString();
        const room = lead.length + LONGEST_HEAD;
        expect(text((view) => write(view, 0, seq, Float64Array.of(epochMs), 0), room)).toBe(
          `${lead}${seq},${utc},${(micros / 1000).toFixed(3)},`,
        );
      },
    ),
    {
      numRuns: 1000,
      examples: [
        [0, 0],
        [999.9996, 999],
        [-0.5, 1000],
        [1.5, 1001],
        [-1.5, 99],
        [1.7e12, 1002],
      ],
    },
  );
});
