/**
 * The part of node-llama-cpp that the server uses. The package is no dependency
 * of the repository (see install.ts), so its own types are not at hand.
 */
export interface LlamaModule {
  getLlama(options: LlamaOptions): Promise<Llama>;
}

interface LlamaOptions {
  gpu: false | 'auto';
  build: 'never';
  skipDownload: true;
  progressLogs: false;
  maxThreads: number;
  logLevel: 'error';
}

export interface Llama {
  loadModel(options: { modelPath: string; gpuLayers: 0; useMmap: false }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

export interface LlamaModel {
  readonly tokens: { readonly bos: number | null };
  tokenize(text: string): number[];
  /** `lastTokens`: what came before, so that spaces and characters of several tokens come out right. */
  detokenize(tokens: readonly number[], specialTokens: boolean, lastTokens: readonly number[]): string;
  createContext(options: { sequences: number; contextSize: number; threads: number }): Promise<LlamaContext>;
}

interface LlamaContext {
  getSequence(): LlamaSequence;
}

/** One slot of the KV cache. */
export interface LlamaSequence {
  clearHistory(): Promise<void>;
  /** Prefills `tokens`, then samples a token a turn; ends at the model's end token without yielding it. */
  evaluate(tokens: readonly number[], options: EvaluateOptions): AsyncGenerator<number, void, void>;
}

export interface EvaluateOptions {
  temperature: number;
  topK: number;
  topP: number;
  seed: number;
}

/** Whether an imported module is node-llama-cpp, by its entry point. */
export function isLlamaModule(value: unknown): value is LlamaModule {
  return (
    typeof value === 'object' && value !== null && 'getLlama' in value && typeof value.getLlama === 'function'
  );
}
