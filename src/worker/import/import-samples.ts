import { sha256 } from '@noble/hashes/sha2.js';
import { hexOf } from '../../core/hex.ts';
import { type SamplesCampaign, samplesCampaign } from '../../report/samples-import/samples-campaign.ts';
import { SamplesReader } from '../../report/samples-import/samples-reader.ts';
import type { Connection } from '../../store/connection.ts';
import { CHUNK_SAMPLES } from '../../store/hot-lane.ts';
import { clearBrokenImports, type ImportedBatch, importStream } from '../../store/import-campaign.ts';
import { alone } from '../../store/import-lock.ts';
import { newIdentity } from '../../store/new-id.ts';
import type { ImportResult } from '../protocol.ts';
import { type Refusal, storedOf } from './known-file.ts';
import { piecesOf } from './pieces-of.ts';
import { whileRoom } from './while-room.ts';

/** The file is refused: mostly a sentence with its line. */
class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.problem);
    this.refusal = refusal;
  }
}

/** Stores a samples CSV of this app as a campaign again: wholly, or not at all. Says what such a file lacks. */
export async function importSamples(
  connection: Connection,
  file: File,
  onProgress: (share: number) => void,
): Promise<ImportResult> {
  const { id } = newIdentity();
  const reader = new SamplesReader(CHUNK_SAMPLES);
  const hash = sha256.create();
  let made: SamplesCampaign | undefined;
  async function* batches(): AsyncGenerator<ImportedBatch> {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for await (const piece of piecesOf(file, onProgress)) {
      hash.update(piece);
      yield* reader.push(decoder.decode(piece, { stream: true }));
      if (reader.problem !== undefined) throw new Refused({ problem: reader.problem });
    }
    yield* reader.push(decoder.decode());
    yield* reader.end();
    if (reader.problem !== undefined) throw new Refused({ problem: reader.problem });
    const digest = hexOf(hash.digest());
    const stored = await storedOf(connection, digest);
    if (stored !== undefined) throw new Refused(stored);
    const result = samplesCampaign(reader.found(), {
      id,
      file: file.name,
      epochMs: Date.now(),
      sha256: digest,
    });
    if (typeof result === 'string') throw new Refused({ problem: result });
    made = result;
  }
  try {
    return await alone(async () => {
      await clearBrokenImports(connection);
      const whole = () => {
        if (made === undefined) throw new Error('The file was not read to its end.');
        return made;
      };
      await importStream(connection, id, whileRoom(batches()), whole, () => {});
      return { ok: true, id };
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, ...error.refusal };
    throw error;
  }
}
