/**
 * The child process of start.ts: serves until its parent lets go of the channel
 * or is gone, whatever the reason. Its one argument is JSON: { entry, port, slots, log }.
 */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

let stop = async () => {};
process.once('disconnect', () => {
  stop().finally(() => process.exit(0));
});

/** @param {{ url: string, model: string } | { error: string }} message */
const tellParent = (message) => process.send?.(message);
/** @param {string} line */
const print = (line) => process.stdout.write(`${line}\n`);

const { entry, port, slots, log } = JSON.parse(process.argv[2] ?? '{}');
try {
  const serveFile = fileURLToPath(new URL('./serve.ts', import.meta.url));
  /** @type {{ module: typeof import('./serve.ts') }} */
  const { module } = await runnerImport(serveFile, { configFile: false, logLevel: 'error' });
  const server = await module.serve(await import(entry), { port, slots, log: log ? print : () => {} });
  stop = server.stop;
  tellParent({ url: server.url, model: server.model });
} catch (error) {
  tellParent({ error: error instanceof Error ? error.message : String(error) });
}
