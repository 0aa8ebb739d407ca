import { readArgs } from './args.ts';
import { codeOf } from './listen.ts';
import { startTarget, type Target, type TargetOptions } from './target.ts';

/**
 * `npm run target`: the reference endpoint alone, for the far end of the link. Prints its URL once
 * it listens and runs until SIGINT or SIGTERM.
 *
 * HOST says which address to listen on. Without it the endpoint listens on all of them, since its
 * place is a machine that is called from the other end of a satellite link; HOST=localhost keeps
 * it to this machine (127.0.0.1 and ::1). TARGET_PORT is the port, 4174 by default. Nothing is
 * simulated unless `--link starlink` asks for it, but for the pace of the chat paths, which says so.
 * What goes wrong is one sentence on stderr and exit code 1.
 */
export async function main(args: string[], env: Record<string, string | undefined>): Promise<void> {
  const read = readArgs(args, env);
  if (!read.ok) {
    fail(read.message);
    return;
  }
  const target = await start(read.options);
  if (!target) return;
  const { host, link } = read.options;
  const where =
    host === 'localhost' ? 'this machine only' : host === '::' ? 'all addresses' : `address ${host}`;
  console.log(`Reference endpoint on ${target.url} (${where}${link ? `, simulated link: ${link}` : ''})`);
  await stopSignal();
  await target.close();
}

async function start(options: TargetOptions): Promise<Target | undefined> {
  try {
    return await startTarget(options);
  } catch (error) {
    fail(explain(error, options));
    return undefined;
  }
}

function explain(error: unknown, { port, host }: TargetOptions): string {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what uses it, or choose another with TARGET_PORT=${(port ?? 0) + 1}.`;
    case 'EACCES':
      return `Port ${port} is not allowed for this user. Choose one above 1023 with TARGET_PORT.`;
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
    case 'EAI_AGAIN':
      return `HOST "${host}" is no address of this machine. Use localhost, 0.0.0.0 or one of its own addresses.`;
    default:
      return `The reference endpoint cannot listen on port ${port}: ${error instanceof Error ? error.message : error}.`;
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
