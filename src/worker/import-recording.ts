import { recordedCampaign } from '../core/recording/recording-campaign.ts';
import { RecordingReader } from '../core/recording/recording-reader.ts';
import type { Connection } from '../store/connection.ts';
import { clearBrokenImports, IMPORT_CHUNK_SAMPLES, importCampaign } from '../store/import-campaign.ts';
import type { RecordingResult } from './protocol.ts';

const LOCK = 'dishprobe-import';
const PIECE_BYTES = 4 << 20;
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
): Promise<RecordingResult> {
  const reader = new RecordingReader();
  await readText(file, reader, (share) => onProgress(share * READ_SHARE));
  const rows = reader.end();
  if (rows === undefined) return { ok: false, problem: reader.problem ?? 'The file cannot be read.' };
  const made = recordedCampaign(rows, {
    id: newId(),
    file: file.name,
    epochMs: Date.now(),
    modifiedEpochMs: file.lastModified,
  });
  if (typeof made === 'string') return { ok: false, problem: made };
  await alone(async () => {
    await clearBrokenImports(connection);
    await importCampaign(connection, made, made.batches(IMPORT_CHUNK_SAMPLES), (stored) =>
      onProgress(READ_SHARE + (1 - READ_SHARE) * (stored / rows.timesMs.length)),
    );
  });
  return { ok: true, id: made.campaign.id };
}

async function readText(
  file: File,
  reader: RecordingReader,
  onProgress: (share: number) => void,
): Promise<void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let at = 0; at < file.size && reader.problem === undefined; at += PIECE_BYTES) {
    const bytes = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
    reader.push(decoder.decode(bytes, { stream: true }));
    onProgress(Math.min(1, (at + PIECE_BYTES) / file.size));
  }
  reader.push(decoder.decode());
}

/** As the store makes them. */
export function newId(): string {
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${Date.now().toString(36)}-${chance.toString(36)}`;
}

/** One import at a time in this browser: what another tab is storing is not left over. */
export async function alone(task: () => Promise<void>): Promise<void> {
  // Web Locks exist in secure contexts only.
  if (navigator.locks === undefined) await task();
  else await navigator.locks.request(LOCK, task);
}
