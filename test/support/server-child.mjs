/**
 * The child process of server-process.ts: serves until its parent lets go of the
 * channel or is gone, whatever the reason. Its one argument is JSON:
 * { file, entry, options, log }. `entry`, a package that the server is built on, is
 * imported here, by Node itself.
 */
import { runnerImport } from 'vite';

let stop = async () => {};
process.once('disconnect', () => {
  stop().finally(() => process.exit(0));
});

/** @param {object} message */
const tellParent = (message) => process.send?.(message);
/** @param {string} line */
const print = (line) => process.stdout.write(`${line}\n`);

const { file, entry, options, log } = JSON.parse(process.argv[2] ?? '{}');
try {
  /** @type {{ module: { serve: import('./server-process.ts').Serve } }} */
  const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' });
  const server = await module.serve(await import(entry), options, log ? print : () => {});
  stop = server.stop;
  tellParent({ ready: server.ready });
} catch (error) {
  tellParent({ error: error instanceof Error ? error.message : String(error) });
}
