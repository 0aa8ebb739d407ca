import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

/**
 * What a module that runs in the child exports as `serve`. `entry` is the imported
 * package, `options` the plain data that the parent gave, `log` takes a line.
 * `ready` goes to the parent once the server listens.
 */
export type Serve = (
  entry: unknown,
  options: unknown,
  log: (line: string) => void,
) => Promise<{ ready: object; stop(): Promise<void> }>;

export interface ServerProcessOptions {
  /** What is started, as a sentence begins: `The llama.cpp test server`. */
  title: string;
  /** Path of the module that exports `serve`. */
  file: string;
  /** URL of the package that it is built on. */
  entry: string;
  options: object;
  /**
   * Lets all else on the machine go first, as far as it may: a server that would be on another machine in life
   * must not hold up the browser that measures it.
   */
  yielding?: boolean | undefined;
  /** Further variables of the environment. */
  env?: Readonly<Record<string, string>>;
  /** Gets each line that the server logs; without it the server logs nothing. */
  log?: ((line: string) => void) | undefined;
}

export interface ServerProcess<Ready> {
  ready: Ready;
  /** Process id of the server. */
  pid: number;
  /** Ends the server, requests in flight too; resolves when its process is gone. May be called again. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 5000;

/**
 * Starts a server on top of a package in a process of its own, which ends with
 * this one, whatever the reason. `schema` checks what it says of itself.
 * Rejects with a sentence where it cannot be started.
 */
export async function startServerProcess<Schema extends v.GenericSchema<unknown, object>>(
  { title, file, entry, options, yielding = false, env, log }: ServerProcessOptions,
  schema: Schema,
): Promise<ServerProcess<v.InferOutput<Schema>>> {
  const child = fork(
    fileURLToPath(new URL('./server-child.mjs', import.meta.url)),
    [JSON.stringify({ file, entry, options, log: log !== undefined })],
    {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
      detached: yielding,
    },
  );
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => log?.(line));
  const close = (): Promise<void> => end(child, gone);
  try {
    const ready = v.parse(schema, await readyMessage(child, title));
    if (child.pid === undefined) throw new Error(`${title} has no process.`);
    if (yielding) giveWay(child.pid);
    return { ready, pid: child.pid, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function giveWay(pid: number): void {
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  setPriority(pid, PRIORITY_BELOW_NORMAL);
  try {
    // Linux may weigh sessions first (sched(7), autogroup), and this one is of its own.
    writeFileSync(`/proc/${pid}/autogroup`, String(PRIORITY_BELOW_NORMAL));
  } catch {
    // Another system, or one that does not group: the priority alone counts.
  }
}

const messageSchema = v.union([v.object({ ready: v.unknown() }), v.object({ error: v.string() })]);

async function readyMessage(child: ChildProcess, title: string): Promise<unknown> {
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-2000);
  });
  const message = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${title} ended before it was ready. ${complaints.trim()}`)));
  });
  const told = v.parse(messageSchema, message);
  if ('error' in told) throw new Error(`${title} could not be started: ${told.error}`);
  return told.ready;
}

async function end(child: ChildProcess, gone: Promise<void>): Promise<void> {
  if (child.pid === undefined) return;
  if (child.connected) child.disconnect();
  const force = setTimeout(() => child.kill('SIGKILL'), CLOSE_GRACE_MS);
  await gone;
  clearTimeout(force);
}
