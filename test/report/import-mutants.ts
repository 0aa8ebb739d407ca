import { sha256 } from '@noble/hashes/sha2.js';
import { hexOf } from '../../src/core/hex.ts';
import { parsePlan } from '../../src/core/plan.ts';
import { RecordingReader } from '../../src/core/recording/recording-reader.ts';
import { BundleProblem } from '../../src/report/bundle/bundle-reader.ts';
import { memberLength, packMember, unpackMember } from '../../src/report/bundle/member.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { buildReport } from '../../src/report/report.ts';
import { samplesCampaign } from '../../src/report/samples-import/samples-campaign.ts';
import { SamplesReader } from '../../src/report/samples-import/samples-reader.ts';
import { type Chance, chanceOf, mutate } from '../support/mutations.ts';
import { bundleOf, readBundle, type Stored, storedCampaign } from './bundles.ts';
import { join } from './rfc4180.ts';
import { specOf } from './samples.ts';

type Verdict = 'taken' | 'refused' | 'unchanged';

/** A file that can be imported, and the reading of a changed one, which may refuse it and may not throw. */
interface Kind {
  name: string;
  whole: Uint8Array;
  /** Changed bytes of it, where that is more than to change its own. */
  mutant?(chance: Chance, others: readonly Uint8Array[]): Uint8Array;
  read(bytes: Uint8Array): Verdict;
}

const stored = storedCampaign();
const few = { ...stored, probes: stored.probes.map((batches) => batches.slice(0, 1)) };
const { plan } = stored.campaign;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What the members of the bundle hold, the last part its end. */
const PARTS = payloadsOf(bundleOf(few));

function payloadsOf(bundle: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const payloads = [];
  for (let at = 0; at < bundle.length; ) {
    const length = memberLength(bundle.subarray(at));
    payloads.push(unpackMember(bundle.subarray(at, at + length)));
    at += length;
  }
  return payloads;
}

const KINDS: readonly Kind[] = [
  {
    name: 'bundles',
    whole: bundleOf(few),
    read: (bytes) => (bundleIn(bytes) === undefined ? 'refused' : 'taken'),
  },
  {
    name: 'bundles with the checksums of what was changed',
    whole: bundleOf(few),
    mutant: signedAgain,
    read(bytes) {
      const found = bundleIn(bytes);
      if (found === undefined) return 'refused';
      // What was taken has to be shown.
      const { campaign, events } = found;
      const probes = campaign.plan.probes.map((spec, i) => ({ spec, batches: found.probes[i] ?? [] }));
      buildReport({ campaign, events, probes });
      for (const { spec, batches } of probes) for (const _ of samplesCsvChunks(campaign, spec, batches));
      return 'taken';
    },
  },
  {
    name: 'plans',
    whole: encoder.encode(JSON.stringify({ ...plan, profile: 'chat-snappy' }, undefined, 1)),
    read(bytes) {
      return parsePlan(decoder.decode(bytes)).ok ? 'taken' : 'refused';
    },
  },
  {
    name: 'samples CSV files',
    whole: join([
      samplesCsvHeader(),
      ...few.probes.flatMap((batches, i) => [...samplesCsvChunks(stored.campaign, specOf(plan, i), batches)]),
    ]),
    read(bytes) {
      const reader = new SamplesReader(20);
      const text = decoder.decode(bytes);
      for (let at = 0; at < text.length; at += 5000) for (const _ of reader.push(text.slice(at, at + 5000)));
      for (const _ of reader.end());
      if (reader.problem !== undefined) return 'refused';
      const made = samplesCampaign(reader.found(), { id: 'x', file: 'x.csv', epochMs: 1.8e12, sha256: '' });
      return typeof made === 'string' ? 'refused' : 'taken';
    },
  },
  {
    name: 'recordings',
    whole: encoder.encode(
      `t_s,rtt_ms\n${Array.from({ length: 60 }, (_, i) => `${i / 5},${30 + (i % 9)}`).join('\n')}\n`,
    ),
    read(bytes) {
      const reader = new RecordingReader();
      reader.push(decoder.decode(bytes));
      return reader.end() === undefined ? 'refused' : 'taken';
    },
  },
];

/** What an import would store; nothing where the file is refused with a sentence. */
function bundleIn(bytes: Uint8Array): Stored | undefined {
  try {
    return readBundle(bytes, 4096);
  } catch (error) {
    if (error instanceof BundleProblem && /\.$/.test(error.message)) return undefined;
    throw error;
  }
}

/** A bundle as a stranger may have made it: one part's content is changed, and all its checksums are right. */
function signedAgain(chance: Chance, others: readonly Uint8Array[]): Uint8Array {
  const parts = PARTS.slice(0, -1);
  const at = Math.floor(chance() * parts.length);
  parts[at] = Uint8Array.from(mutate(parts[at] ?? new Uint8Array(), chance, others));
  const members = parts.map((part) => packMember(part));
  const hash = sha256.create();
  for (const member of members) hash.update(member);
  const end = { ...JSON.parse(decoder.decode(PARTS.at(-1))), sha256: hexOf(hash.digest()) };
  return join([...members, packMember(Uint8Array.from(encoder.encode(`${JSON.stringify(end)}\n`)), false)]);
}

/** Counts by what is read and what became of it, such as `bundles refused`. */
export type Counts = Record<string, number>;

/**
 * Reads the mutants `from` (inclusive) to `to` (exclusive) of each kind of file in turn.
 * @throws Error where a reader throws, or takes a changed bundle.
 */
export function readImportMutants(from: number, to: number): Counts {
  const counts: Counts = {};
  const wholes = KINDS.map(({ whole }) => whole);
  for (let seed = from; seed < to; seed += 1) {
    const kind = KINDS[seed % KINDS.length];
    if (kind === undefined) continue;
    const chance = chanceOf(seed);
    const mutant = kind.mutant?.(chance, wholes) ?? mutate(kind.whole, chance, wholes);
    const same = mutant.length === kind.whole.length && mutant.every((byte, i) => byte === kind.whole[i]);
    let verdict: Verdict;
    try {
      verdict = same ? 'unchanged' : kind.read(mutant);
    } catch (error) {
      throw new Error(`Mutant ${seed} of ${kind.name} was not refused in order.`, { cause: error });
    }
    if (verdict === 'taken' && kind.name === 'bundles')
      throw new Error(`Mutant ${seed}: a bundle was taken whose bytes were changed.`);
    const key = `${kind.name} ${verdict}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
