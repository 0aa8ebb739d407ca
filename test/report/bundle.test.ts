import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { BundleProblem, BundleReader } from '../../src/report/bundle/bundle-reader.ts';
import { BundleWriter } from '../../src/report/bundle/bundle-writer.ts';
import { MOST_PART_BYTES, packMember } from '../../src/report/bundle/member.ts';
import { bundleOf, COMPUTED, earlierBundleOf, readBundle, storedCampaign } from './bundles.ts';
import { join } from './rfc4180.ts';

const stored = storedCampaign();
const bundle = bundleOf(stored);
const problemOf = (bytes: Uint8Array) => {
  try {
    readBundle(bytes);
  } catch (error) {
    if (error instanceof BundleProblem) return error.message;
    throw error;
  }
  return 'none';
};

describe('a bundle', () => {
  it.each([1, 7, 1000, 1 << 20])('gives back an equal campaign, read in pieces of %i bytes', (size) => {
    const read = readBundle(bundle, size);
    expect(read).toEqual(stored);
    expect(bundleOf(read)).toEqual(bundle);
  });

  it('holds nothing that is computed, and takes nothing of that on trust', () => {
    expect(bundleOf({ ...stored, campaign: { ...stored.campaign, ...COMPUTED } })).toEqual(bundle);
    const earlier = earlierBundleOf(stored);
    expect(gunzipSync(earlier).toString('latin1')).toContain('"answer":"met"');
    const read = readBundle(earlier);
    expect(read).toEqual(stored);
    expect(bundleOf(read)).toEqual(bundle);
  });

  it('of an earlier version has the content of the one that this version makes', () => {
    const contentOf = (bytes: Uint8Array) => {
      const reader = new BundleReader();
      for (const _ of reader.push(bytes));
      reader.end();
      return reader.content;
    };
    const text = gunzipSync(bundle).toString('latin1');
    const { sha256 } = JSON.parse(text.slice(text.lastIndexOf('{"part":"end"')));
    expect([bundle, earlierBundleOf(stored)].map(contentOf)).toEqual([sha256, sha256]);
    const [first, ...others] = stored.events;
    if (first === undefined) throw new Error('No event.');
    const other = { ...stored, events: [{ ...first, detail: 'Another.' }, ...others] };
    expect([bundleOf(other), earlierBundleOf(other)].map(contentOf)).not.toContain(sha256);
  });

  it('is gzip that any tool unpacks, and begins with the campaign in plain JSON', () => {
    const [line = ''] = gunzipSync(bundle).toString('utf8').split('\n');
    expect(JSON.parse(line)).toMatchObject({ dishprobeBundle: 1, campaign: { id: 'c1' } });
  });

  it('is refused at any cut', () => {
    for (let end = 0; end < bundle.length; end += 97)
      expect(problemOf(bundle.subarray(0, end))).toMatch(/not whole/);
  });

  it('is refused whichever bit is turned, with the part where it shows', () => {
    for (let at = 0; at < bundle.length; at += 13) {
      const changed = Uint8Array.from(bundle);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(problemOf(changed), `byte ${at}`).toMatch(
        /^(Part \d+|Parts|The checksum|The file ends|Something follows)/,
      );
    }
  });

  it('is refused with something behind it, and without one of its parts', () => {
    expect(problemOf(join([bundle, Uint8Array.of(0)]))).toMatch(/follows the end/);
    const writer = new BundleWriter();
    const head = writer.campaign(stored.campaign);
    const [batch] = stored.probes[0] ?? [];
    if (batch === undefined) throw new Error('no batch');
    const [samples] = [...writer.samples(0, batch)];
    const { bytes } = writer.end();
    expect(problemOf(join([head, samples ?? head, bytes]))).toBe('none');
    expect(problemOf(join([head, bytes]))).toMatch(/Parts are missing/);
    expect(problemOf(join([head, samples ?? head, samples ?? head, bytes]))).toMatch(/Part 3 .*out of order/);
    expect(problemOf(join([samples ?? head, head, bytes]))).toMatch(/Part 1 .*not in its place/);
  });

  it('that would unpack to more than a part may have is refused before it does', () => {
    const bomb = packMember(new Uint8Array(MOST_PART_BYTES + 1));
    expect(problemOf(bomb)).toMatch(/would unpack to 67108865 bytes; a part has 67108864 at most/);
    // It says less than it holds.
    new DataView(bomb.buffer).setUint32(bomb.length - 4, 10, true);
    expect(problemOf(bomb)).toMatch(/does not unpack to the length/);
    const long = Uint8Array.from(bundle);
    new DataView(long.buffer).setUint32(16, 0xffff_fff0, true);
    expect(problemOf(long)).toMatch(/says that it has 4294967280 bytes/);
  });

  it('of a newer version, or of a campaign that goes on, says so', () => {
    const member = (value: object) => packMember(new TextEncoder().encode(`${JSON.stringify(value)}\n`));
    const campaign = { ...stored.campaign };
    expect(problemOf(member({ part: 'campaign', dishprobeBundle: 2, campaign }))).toMatch(/newer version/);
    const running = { ...campaign, state: 'running' };
    expect(problemOf(member({ part: 'campaign', dishprobeBundle: 1, campaign: running }))).toMatch(
      /had not ended/,
    );
    const away = { ...campaign, id: '../x' };
    expect(problemOf(member({ part: 'campaign', dishprobeBundle: 1, campaign: away }))).toMatch(
      /does not hold/,
    );
  });

  it('with a time that no date can hold is refused, whatever it is the time of', () => {
    const { campaign } = stored;
    const never = epochMillis(1e300);
    const wrong: Partial<Campaign>[] = [
      { createdEpochMs: never },
      { startedEpochMs: never },
      { aliveEpochMs: never },
      { endedEpochMs: never },
      { judged: { profile: 'rag', chosenEpochMs: never } },
      { imported: { file: 'x', epochMs: never, columns: { time: 't', rtt: 'r' }, rows: 1 } },
    ];
    for (const times of wrong)
      expect(
        problemOf(bundleOf({ ...stored, campaign: { ...campaign, ...times } })),
        JSON.stringify(times),
      ).toMatch(/does not hold a campaign/);
  });

  it('with a reading that no date can hold is refused', () => {
    const [first, ...others] = stored.probes;
    const [batch, ...more] = first ?? [];
    if (batch === undefined) throw new Error('No batch.');
    const late = { ...batch, lateMs: batch.lateMs.map((ms) => (Number.isNaN(ms) ? ms : 3e38)) };
    expect(problemOf(bundleOf({ ...stored, probes: [[late, ...more], ...others] }))).toMatch(
      /samples that cannot be/,
    );
  });

  it('halves a batch whose gaps would not fit a part', () => {
    const iclMs = Array.from({ length: 1_200_000 }, (_, i) => millis(i % 7));
    const samples = Array.from(
      { length: 8 },
      (_, seq): Sample => ({
        seq,
        dueEpochMs: epochMillis(1e12 + seq),
        dueMonoMs: millis(seq),
        lateMs: millis(0),
        outcome: 'ok',
        responseMs: millis(1),
        serviceMs: millis(1),
        iclMs,
      }),
    );
    const big = { ...stored, probes: [[encodeBatch(samples)], []] };
    const read = readBundle(bundleOf(big), 1 << 20);
    expect(read.probes[0]?.map(({ firstSeq, count }) => [firstSeq, count])).toEqual([
      [0, 4],
      [4, 4],
    ]);
    expect(read.probes[0]?.[1]?.icl?.offsets).toEqual(
      Uint32Array.from({ length: 5 }, (_, i) => i * iclMs.length),
    );
  });
});
