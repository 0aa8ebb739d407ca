import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives this process and all that it starts from now on a folder of their own for temporary files,
 * which goes with this process: also what a killed browser or a foreign library left there.
 */
export function useOwnTempFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-test-'));
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
  // A process that is just ending may still write for a moment.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
}
