import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { startServerProcess } from '../server-process.ts';
import { installLlama } from './install.ts';

export interface LlamaServerOptions {
  /** Default: any free port. */
  port?: number;
  /** Requests served at the same time, default 2; more wait in a queue. */
  slots?: number;
  /** Computes only when nothing else wants to, as a model on another machine takes nothing from this one. */
  yielding?: boolean;
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

/**
 * Starts llama.cpp with a small model of random weights, on one CPU thread, in a
 * process of its own: OpenAI's `POST /v1/chat/completions` and `GET /v1/models`,
 * Ollama's `POST /api/chat`, `GET /health`, on 127.0.0.1. Installs llama.cpp at
 * the first use (see installLlama). Rejects with a sentence where that or the start fails.
 */
export async function startLlama(options: LlamaServerOptions = {}): Promise<LlamaServer> {
  const { port = 0, slots = 2, yielding, log } = options;
  if (!Number.isInteger(slots) || slots < 1)
    throw new Error(`slots: expected a whole number from 1, found ${slots}.`);
  const { ready, pid, close } = await startServerProcess(
    {
      title: 'The llama.cpp test server',
      file: fileURLToPath(new URL('./serve.ts', import.meta.url)),
      entry: await installLlama(),
      options: { port, slots },
      yielding,
      env: { NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true', NODE_LLAMA_CPP_POSTINSTALL: 'skip' },
      log,
    },
    v.object({ url: v.string(), model: v.string() }),
  );
  return { ...ready, pid, close };
}
