import { isBundle } from '../../report/bundle/bundle-header.ts';
import { isSamplesHeader } from '../../report/samples-import/columns-of.ts';
import type { Connection } from '../../store/connection.ts';
import type { ImportResult } from '../protocol.ts';
import { importRecording } from './import-recording.ts';

const HEAD_BYTES = 4096;

/** Tells by its first bytes what a file is, and stores it as a campaign: wholly, or not at all. */
export async function importFile(
  connection: Connection,
  file: File,
  onProgress: (share: number) => void,
): Promise<ImportResult> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  // What is needed rarely is loaded when it is.
  if (isBundle(head)) {
    const { importBundle } = await import('./import-bundle.ts');
    return await importBundle(connection, file, onProgress);
  }
  if (isSamplesHeader(new TextDecoder().decode(head))) {
    const { importSamples } = await import('./import-samples.ts');
    return await importSamples(connection, file, onProgress);
  }
  if (head[0] === 0x1f || /\.dishprobe$/i.test(file.name))
    return {
      ok: false,
      problem:
        'Part 1 does not begin as a part does: the file is no bundle, or its beginning is damaged. Get it again.',
    };
  return await importRecording(connection, file, onProgress);
}
