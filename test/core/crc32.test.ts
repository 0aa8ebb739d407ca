import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checksumOf } from '../../src/core/batch-checksum.ts';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { crc32 } from '../../src/core/crc32.ts';
import { epochMillis, millis } from '../../src/core/units.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

it('gives the check value of the catalogue, and goes on from any place', () => {
  expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (data, at) => {
      const bytes = Uint8Array.from(data);
      const whole = crc32(bytes);
      expect(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at)))).toBe(whole);
      if (zlibCrc32 !== undefined) expect(whole).toBe(zlibCrc32(bytes));
    }),
  );
});

it('sees every flipped bit of a batch, and a column that is another', () => {
  const batch = encodeBatch(
    Array.from({ length: 50 }, (_, seq) => ({
      seq,
      dueEpochMs: epochMillis(1_790_000_000_000 + seq),
      dueMonoMs: millis(seq),
      outcome: 'ok' as const,
      lateMs: millis(0.5),
      responseMs: millis(40 + seq),
      serviceMs: millis(39),
      protocol: 'h2',
    })),
  );
  const before = checksumOf(batch);
  const columns = [batch.dueEpochMs, batch.lateMs, batch.outcome, batch.numbers.responseMs, batch.protocol];
  for (const column of columns) {
    if (column === undefined) throw new Error('a column is missing');
    const bytes = new Uint8Array(column.buffer);
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(checksumOf(batch)).not.toBe(before);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    }
  }
  const { responseMs, serviceMs } = batch.numbers;
  expect(checksumOf({ ...batch, numbers: { responseMs: serviceMs, serviceMs: responseMs } })).not.toBe(
    before,
  );
  expect(checksumOf({ ...batch, numbers: { responseMs } })).not.toBe(before);
  expect(checksumOf({ ...batch, words: ['h3'] })).not.toBe(before);
  expect(checksumOf({ ...batch })).toBe(before);
});
