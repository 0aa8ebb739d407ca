import { sha256 } from '@noble/hashes/sha2.js';
import { hexOf } from '../../core/hex.ts';
import { recordedCampaign } from '../../core/recording/recording-campaign.ts';
import { RecordingReader } from '../../core/recording/recording-reader.ts';
import type { Connection } from '../../store/connection.ts';
import { clearBrokenImports, IMPORT_CHUNK_SAMPLES, importStream } from '../../store/import-campaign.ts';
import { alone } from '../../store/import-lock.ts';
import { newIdentity } from '../../store/new-id.ts';
import type { ImportResult } from '../protocol.ts';
import { storedOf } from './known-file.ts';
import { piecesOf } from './pieces-of.ts';
import { whileRoom } from './while-room.ts';

/** Reading takes about as long as storing. */
const READ_SHARE = 0.5;

/**
 * Reads a recording and stores it as a finished campaign. A file that cannot be
 * read gives its problem, and nothing is stored. `onProgress` gets a share from 0 to 1.
 */
export async function importRecording(
  connection: Connection,
  file: File,
  onProgress: (share: number) => void,
): Promise<ImportResult> {
  const reader = new RecordingReader();
  const digest = await readText(file, reader, (share) => onProgress(share * READ_SHARE));
  const rows = reader.end();
  if (rows === undefined) return { ok: false, problem: reader.problem ?? 'The file cannot be read.' };
  const made = recordedCampaign(rows, {
    id: newIdentity().id,
    file: file.name,
    epochMs: Date.now(),
    modifiedEpochMs: file.lastModified,
    sha256: digest,
  });
  if (typeof made === 'string') return { ok: false, problem: made };
  const known = await storedOf(connection, digest);
  if (known !== undefined) return { ok: false, ...known };
  await alone(async () => {
    await clearBrokenImports(connection);
    const batches = whileRoom(made.batches(IMPORT_CHUNK_SAMPLES));
    await importStream(
      connection,
      made.campaign.id,
      batches,
      () => made,
      (stored) => onProgress(READ_SHARE + (1 - READ_SHARE) * (stored / rows.timesMs.length)),
    );
  });
  return { ok: true, id: made.campaign.id };
}

/** Answers the SHA-256 of the file. */
async function readText(
  file: File,
  reader: RecordingReader,
  onProgress: (share: number) => void,
): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const hash = sha256.create();
  for await (const bytes of piecesOf(file, onProgress)) {
    hash.update(bytes);
    reader.push(decoder.decode(bytes, { stream: true }));
    if (reader.problem !== undefined) break;
  }
  reader.push(decoder.decode());
  return hexOf(hash.digest());
}
