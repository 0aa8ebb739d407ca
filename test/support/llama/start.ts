import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { installLlama } from './install.ts';

export interface LlamaServerOptions {
  /** Default: any free port. */
  port?: number;
  /** Requests served at the same time, default 2; more wait in a queue. */
  slots?: number;
  /** Gets a line for each request once it is over; without it the server logs nothing. */
  log?: (line: string) => void;
}

export interface LlamaServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  model: string;
  /** Process id of the server. */
  pid: number;
  /** Ends the server, requests in flight too; resolves when its process is gone. May be called again. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 5000;
const readySchema = v.union([
  v.object({ url: v.string(), model: v.string() }),
  v.object({ error: v.string() }),
]);

/**
 * Starts llama.cpp with a small model of random weights, on one CPU thread, in a
 * process of its own: OpenAI's `POST /v1/chat/completions` and `GET /v1/models`,
 * Ollama's `POST /api/chat`, `GET /health`, on 127.0.0.1. Installs llama.cpp at
 * the first use (see installLlama). Rejects with a sentence where that or the start fails.
 */
export async function startLlama(options: LlamaServerOptions = {}): Promise<LlamaServer> {
  const { port = 0, slots = 2, log } = options;
  if (!Number.isInteger(slots) || slots < 1)
    throw new Error(`slots: expected a whole number from 1, found ${slots}.`);
  const entry = await installLlama();
  const child = fork(
    fileURLToPath(new URL('./child.mjs', import.meta.url)),
    [JSON.stringify({ entry, port, slots, log: log !== undefined })],
    {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true', NODE_LLAMA_CPP_POSTINSTALL: 'skip' },
    },
  );
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => log?.(line));
  const close = (): Promise<void> => end(child, gone);
  try {
    const { url, model } = await readyMessage(child);
    if (child.pid === undefined) throw new Error('The llama.cpp test server has no process.');
    return { url, model, pid: child.pid, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readyMessage(child: ChildProcess): Promise<{ url: string; model: string }> {
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-2000);
  });
  const message = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', () =>
      reject(new Error(`The llama.cpp test server ended before it was ready. ${complaints.trim()}`)),
    );
  });
  const ready = v.parse(readySchema, message);
  if ('error' in ready) throw new Error(`The llama.cpp test server could not be started: ${ready.error}`);
  return ready;
}

async function end(child: ChildProcess, gone: Promise<void>): Promise<void> {
  if (child.pid === undefined) return;
  if (child.connected) child.disconnect();
  const force = setTimeout(() => child.kill('SIGKILL'), CLOSE_GRACE_MS);
  await gone;
  clearTimeout(force);
}
