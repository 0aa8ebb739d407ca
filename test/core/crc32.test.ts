import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from '../../src/core/crc32.ts';

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
