import { deflateSync, Inflate } from 'fflate';
import { crc32 } from '../../core/crc32.ts';
import { HEADER, isBundle } from './bundle-header.ts';

/**
 * One part of a bundle is one gzip member (RFC 1952), so that `gunzip` unpacks a
 * whole bundle. An extra field with the identifier `DP` holds the member's length
 * in bytes, as in BGZF: a reader knows where the part ends before it unpacks
 * anything. Time, flags and system are fixed: the same payload gives the same bytes.
 */

export const HEADER_BYTES = HEADER.length + 4;
const TRAILER_BYTES = 8;

/** What a part may unpack to, and may take in the file. */
export const MOST_PART_BYTES = 1 << 26;
/** Unpacked at once: a byte of deflate stands for 1032 at most, so that no more than 17 MB come of one push. */
const PIECE_BYTES = 1 << 14;

/** What is wrong with a part, as the end of a sentence. */
export class MemberProblem extends Error {}

/** A payload as a gzip member that tells its own length. `packed` false: stored as it is, which every version of every library writes alike. */
export function packMember(payload: Uint8Array<ArrayBuffer>, packed = true): Uint8Array<ArrayBuffer> {
  const body = deflateSync(payload, { level: packed ? 6 : 0 });
  const member = new Uint8Array(HEADER_BYTES + body.length + TRAILER_BYTES);
  member.set(HEADER);
  member.set(body, HEADER_BYTES);
  const view = new DataView(member.buffer);
  view.setUint32(HEADER.length, member.length, true);
  view.setUint32(member.length - 8, crc32(payload), true);
  view.setUint32(member.length - 4, payload.length, true);
  return member;
}

/**
 * The length of the member that begins with these bytes.
 * @throws MemberProblem where none begins, or where it is longer than any part may be.
 */
export function memberLength(header: Uint8Array): number {
  if (!isBundle(header)) throw new MemberProblem('does not begin as a part does');
  const length = new DataView(header.buffer, header.byteOffset).getUint32(HEADER.length, true);
  if (length < HEADER_BYTES + TRAILER_BYTES) throw new MemberProblem('says that it has no content');
  if (length > MOST_PART_BYTES)
    throw new MemberProblem(`says that it has ${length} bytes; a part has ${MOST_PART_BYTES} at most`);
  return length;
}

/**
 * Unpacks a whole member. Never makes more than the member says, nor more than
 * `MOST_PART_BYTES`.
 * @throws MemberProblem
 */
export function unpackMember(member: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(member.buffer, member.byteOffset, member.length);
  const size = view.getUint32(member.length - 4, true);
  if (size > MOST_PART_BYTES)
    throw new MemberProblem(`would unpack to ${size} bytes; a part has ${MOST_PART_BYTES} at most`);
  const payload = inflated(member.subarray(HEADER_BYTES, member.length - TRAILER_BYTES), size);
  if (crc32(payload) !== view.getUint32(member.length - 8, true))
    throw new MemberProblem('does not fit its checksum');
  return payload;
}

function inflated(body: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(size);
  let at = 0;
  let over = false;
  const inflate = new Inflate((piece) => {
    if (at + piece.length > size) over = true;
    else payload.set(piece, at);
    at += piece.length;
  });
  try {
    for (let from = 0; from < body.length && !over; from += PIECE_BYTES) {
      const to = Math.min(body.length, from + PIECE_BYTES);
      inflate.push(body.subarray(from, to), to === body.length);
    }
  } catch {
    throw new MemberProblem('cannot be unpacked');
  }
  if (over || at !== size) throw new MemberProblem('does not unpack to the length that it says');
  return payload;
}
