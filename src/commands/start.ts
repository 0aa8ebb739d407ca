import { startTarget } from '../target/target.ts';
import { type AppServer, startApp } from './app-server.ts';
import { ensureBuilt } from './build.ts';
import { listenError, portFrom, urlHost } from './ports.ts';

const TARGET_SEED = 1;

/** Builds where needed, then serves the app and, behind a simulated dish, the reference endpoint. */
export async function main(_args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const root = process.cwd();
  const host = env.HOST === undefined || env.HOST === '' ? 'localhost' : env.HOST;
  const port = portFrom('PORT', env.PORT, 4173);
  const targetPort = portFrom('TARGET_PORT', env.TARGET_PORT, 4174);
  await ensureBuilt(root);

  const target = await startTarget({ port: targetPort, host, link: 'starlink', seed: TARGET_SEED }).catch(
    (error: unknown) => {
      throw listenError(error, 'the reference endpoint', 'TARGET_PORT', targetPort);
    },
  );
  let app: AppServer;
  try {
    app = await startApp({ root, host, port, targetPort: target.port });
  } catch (error) {
    await target.close();
    throw error;
  }
  process.stdout.write(`Dishprobe           ${app.url}\n`);
  process.stdout.write(
    `Reference endpoint  http://${urlHost(host)}:${target.port} (behind a simulated Starlink link)\n`,
  );
  await stopSignal();
  await Promise.all([app.close(), target.close()]);
  return 0;
}

/** Resolves at Ctrl-C or when the system asks the process to end. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
