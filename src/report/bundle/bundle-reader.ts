import { sha256 } from '@noble/hashes/sha2.js';
import type { Campaign } from '../../core/campaign.ts';
import { hexOf } from '../../core/hex.ts';
import { type BundleEnd, type BundlePart, MOST_EVENTS, MOST_SAMPLES } from './bundle-parts.ts';
import { ByteQueue } from './byte-queue.ts';
import { campaignHead } from './campaign-head.ts';
import { HEADER_BYTES, MemberProblem, memberLength, unpackMember } from './member.ts';
import { packPart } from './pack-part.ts';
import { readPart } from './part-reader.ts';

/** Why a bundle is refused: a sentence that names the part. */
export class BundleProblem extends Error {}

/**
 * Reads a bundle piece by piece and hands out its parts, each checked on its own:
 * its checksum, its shape, its place. That the file is whole is known only with
 * the part `end`, which is handed out last; nothing of a bundle may count before.
 * Holds one part at a time in memory.
 */
export class BundleReader {
  readonly #queue = new ByteQueue();
  readonly #hash = sha256.create();
  /** Of the bytes as this version writes them; absent where the file has the same. */
  #contentHash: ReturnType<typeof sha256.create> | undefined;
  #content: string | undefined;
  #parts = 0;
  #samples = 0;
  #events = 0;
  #campaign: Campaign | undefined;
  #section = 0;
  /** The probe whose samples come, and the least `seq` that may come next. */
  #probe = 0;
  #nextSeq = 0;
  #ended = false;

  /**
   * Takes the next bytes of the file, which may end anywhere.
   * @throws BundleProblem
   */
  *push(bytes: Uint8Array): Generator<BundlePart> {
    this.#queue.add(bytes);
    for (;;) {
      if (this.#ended && this.#queue.length > 0)
        throw new BundleProblem(
          'Something follows the end of the bundle. The file was changed; get it again.',
        );
      if (this.#queue.length < HEADER_BYTES) return;
      const length = this.#told(() => memberLength(this.#queue.peek(HEADER_BYTES)));
      if (this.#queue.length < length) return;
      const member = this.#queue.take(length);
      const part = this.#read(member);
      if (part.part === 'end') this.#ended = true;
      else this.#sum(part, member);
      this.#parts += 1;
      yield part;
    }
  }

  /**
   * After the last bytes.
   * @throws BundleProblem where the end is missing.
   */
  end(): void {
    if (this.#ended) return;
    throw new BundleProblem(
      `The file ends within part ${this.#parts + 1}: it is not whole. Copy or download it again.`,
    );
  }

  /**
   * After the end: what the bundle of an equal campaign has as its `sha256` that this version
   * writes. Earlier ones put what they had computed into the first part, and are equal all the same.
   */
  get content(): string | undefined {
    return this.#content;
  }

  #sum(part: BundlePart, member: Uint8Array): void {
    this.#hash.update(member);
    if (part.part !== 'campaign') {
      this.#contentHash?.update(member);
      return;
    }
    const again = packPart(campaignHead(part.campaign));
    if (!isSame(again, member)) this.#contentHash = sha256.create().update(again);
  }

  #read(member: Uint8Array): BundlePart {
    const part = this.#told(() => readPart(unpackMember(member)));
    if (typeof part === 'string') throw this.#problem(part);
    const section = SECTIONS.indexOf(part.part);
    if (section < this.#section || (this.#parts === 0) !== (part.part === 'campaign'))
      throw this.#problem(`(${part.part}) is not in its place`);
    this.#section = section;
    if (part.part === 'campaign') this.#campaign = part.campaign;
    if (part.part === 'events') this.#events += part.events.length;
    if (part.part === 'samples') this.#takeSamples(part);
    if (part.part === 'end') this.#takeEnd(part, member);
    if (this.#samples > MOST_SAMPLES || this.#events > MOST_EVENTS)
      throw this.#problem(`is beyond ${MOST_SAMPLES} samples or ${MOST_EVENTS} events, the most of a bundle`);
    return part;
  }

  #takeSamples({ probe, batch }: Extract<BundlePart, { part: 'samples' }>): void {
    if (probe >= (this.#campaign?.plan.probes.length ?? 0))
      throw this.#problem(`holds samples of probe ${probe + 1}, which the plan does not have`);
    if (probe < this.#probe || (probe === this.#probe && batch.firstSeq < this.#nextSeq))
      throw this.#problem(`holds sample ${batch.firstSeq} of probe ${probe + 1} out of order`);
    this.#probe = probe;
    this.#nextSeq = batch.firstSeq + batch.count;
    this.#samples += batch.count;
  }

  #takeEnd(end: BundleEnd, member: Uint8Array): void {
    const digest = hexOf(this.#hash.digest());
    const whole = end.parts === this.#parts && end.samples === this.#samples && end.events === this.#events;
    if (!whole)
      throw new BundleProblem('Parts are missing from the bundle, or there twice. Get the file again.');
    if (end.sha256 !== digest)
      throw new BundleProblem('The checksum of the whole does not fit. The file was changed; get it again.');
    const { part, parts, samples, events, sha256: hash } = end;
    const again = packPart({ part, parts, samples, events, sha256: hash }, undefined, false);
    if (!isSame(again, member)) throw this.#problem('(end) is not as this app writes it');
    this.#content = this.#contentHash === undefined ? digest : hexOf(this.#contentHash.digest());
  }

  #told<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof MemberProblem) throw this.#problem(error.message);
      throw error;
    }
  }

  #problem(what: string): BundleProblem {
    return new BundleProblem(
      `Part ${this.#parts + 1} ${what}. The file is damaged or was changed; get it again.`,
    );
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const SECTIONS: readonly BundlePart['part'][] = ['campaign', 'events', 'dish', 'samples', 'end'];
