import { utf8 } from '../csv/csv-cell.ts';
import type { PartHead } from './bundle-parts.ts';
import { packMember } from './member.ts';

/** A part of a bundle: its head as a line of JSON, and what follows it. `packed`: as for `packMember`. */
export function packPart(
  head: PartHead,
  rest: Uint8Array = new Uint8Array(),
  packed = true,
): Uint8Array<ArrayBuffer> {
  const line = utf8(`${JSON.stringify(head)}\n`);
  const payload = new Uint8Array(line.length + rest.length);
  payload.set(line);
  payload.set(rest, line.length);
  return packMember(payload, packed);
}
