import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvaluateOptions, Llama, LlamaModel, LlamaModule, LlamaSequence } from './binding.ts';
import { CONTEXT_TOKENS, makeModel } from './model.ts';
import { Pool } from './pool.ts';

const MODEL_SEED = 20_261_122;
const THREADS = 1;
/** Tokens of the answer that the tokenizer looks back at to place spaces. */
const LOOK_BACK = 8;

export interface Message {
  role: string;
  content: string;
}

/** What a request asks of the model. */
export interface Generation {
  prompt: readonly number[];
  maxTokens: number;
  sampling: EvaluateOptions;
  /** Texts before which the answer ends. */
  stops: readonly string[];
  signal: AbortSignal;
  /** A slot is free and prefill begins. */
  onStart(): void;
  /** The text of one token, never empty. */
  onText(text: string): void;
}

export interface Outcome {
  finish: 'stop' | 'length' | 'aborted';
  promptTokens: number;
  completionTokens: number;
  /** From the request to a slot, or to its end where it got none. */
  queueMs: number;
  /** From the slot to the first token. */
  prefillMs: number;
  /** From the first token to the last. */
  decodeMs: number;
}

/** llama.cpp with the random model, on the CPU, with a fixed number of slots that share each batch. */
export class Engine {
  readonly pool: Pool<LlamaSequence>;
  readonly #llama: Llama;
  readonly #model: LlamaModel;

  private constructor(llama: Llama, model: LlamaModel, slots: LlamaSequence[]) {
    this.#llama = llama;
    this.#model = model;
    this.pool = new Pool(slots);
  }

  static async start(module: LlamaModule, slots: number): Promise<Engine> {
    const llama = await module.getLlama({
      // Apple silicon has prebuilt binaries with Metal alone; gpuLayers 0 keeps the model on its CPU.
      gpu: process.platform === 'darwin' && process.arch === 'arm64' ? 'auto' : false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: THREADS,
      logLevel: 'error',
    });
    const model = await loadModel(llama);
    const shape = { sequences: slots, contextSize: CONTEXT_TOKENS, threads: THREADS };
    const context = await model.createContext(shape);
    const sequences = Array.from({ length: slots }, () => context.getSequence());
    return new Engine(llama, model, sequences);
  }

  /** The prompt as the model reads it: its start token, then a line a message. */
  tokenize(messages: readonly Message[]): number[] {
    const text = messages.map(({ role, content }) => `${role}: ${content}\n`).join('');
    const { bos } = this.#model.tokens;
    return [...(bos === null ? [] : [bos]), ...this.#model.tokenize(`${text}assistant:`)];
  }

  /** Waits for a slot, prefills the whole prompt (nothing is kept from earlier requests) and samples. */
  async generate(request: Generation): Promise<Outcome> {
    const { prompt, signal } = request;
    const outcome: Outcome = {
      finish: 'aborted',
      promptTokens: prompt.length,
      completionTokens: 0,
      queueMs: 0,
      prefillMs: 0,
      decodeMs: 0,
    };
    const askedMs = performance.now();
    const slot = await this.pool.acquire(signal);
    outcome.queueMs = performance.now() - askedMs;
    if (slot === undefined) return outcome;
    try {
      request.onStart();
      await this.#run(slot, request, outcome);
    } finally {
      this.pool.release(slot);
    }
    return outcome;
  }

  async #run(slot: LlamaSequence, request: Generation, outcome: Outcome): Promise<void> {
    const { prompt, signal, sampling, stops } = request;
    const limit = Math.min(request.maxTokens, CONTEXT_TOKENS - prompt.length);
    const said: number[] = [];
    let answer = '';
    const startMs = performance.now();
    await slot.clearHistory();
    for await (const token of slot.evaluate(prompt, sampling)) {
      if (signal.aborted) return;
      if (said.length === 0) outcome.prefillMs = performance.now() - startMs;
      const before = answer.length;
      answer += this.#model.detokenize([token], false, said.slice(-LOOK_BACK));
      const found = stops.map((stop) => answer.indexOf(stop)).filter((index) => index >= 0);
      const cut = found.length === 0 ? undefined : Math.min(...found);
      const text = answer.slice(before, cut);
      if (text !== '') request.onText(text);
      said.push(token);
      outcome.completionTokens = said.length;
      outcome.decodeMs = performance.now() - startMs - outcome.prefillMs;
      if (cut !== undefined || said.length >= limit) {
        outcome.finish = cut === undefined ? 'length' : 'stop';
        return;
      }
    }
    outcome.finish = signal.aborted ? 'aborted' : 'stop';
  }

  async stop(): Promise<void> {
    await this.#llama.dispose();
  }
}

/** Loads into memory without mapping the file, so that nothing is left on disk from here on. */
async function loadModel(llama: Llama): Promise<LlamaModel> {
  const folder = await mkdtemp(join(tmpdir(), 'dishprobe-llama-'));
  try {
    const modelPath = join(folder, 'random.gguf');
    await writeFile(modelPath, makeModel(MODEL_SEED));
    return await llama.loadModel({ modelPath, gpuLayers: 0, useMmap: false });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
