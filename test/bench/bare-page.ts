import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../../src/commands/app-server.ts';
import { ensureBuilt } from '../../src/commands/build.ts';

/** What the button that starts the work is called, in the app and on the bare page. */
export const READY_BUTTON = 'New campaign';

const BARE_PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Bare page</title></head>
  <body><button type="button">${READY_BUTTON}</button></body>
</html>
`;

export interface PageServer {
  appUrl: string;
  /** One button and no script. */
  bareUrl: string;
  close(): Promise<void>;
}

/**
 * Serves a copy of the built app with a bare page beside it: one server, the same headers for both.
 * `files`: further ones, by name, where each is.
 */
export async function servePages(files: Record<string, string> = {}): Promise<PageServer> {
  const root = process.cwd();
  await ensureBuilt(root);
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'dist', 'bare.html'), BARE_PAGE);
    for (const [name, path] of Object.entries(files)) cpSync(path, join(folder, 'dist', name));
    const app = await startApp({ root: folder, host: 'localhost', port: 0, targetPort: 9 });
    const close = async () => {
      await app.close();
      remove();
    };
    return { appUrl: `${app.url}/`, bareUrl: `${app.url}/bare.html`, close };
  } catch (error) {
    remove();
    throw error;
  }
}
