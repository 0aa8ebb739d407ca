/**
 * The part of onnxruntime-node that the server uses. The package is no dependency
 * of the repository (see install.ts), so its own types are not at hand.
 */
export interface OnnxModule {
  InferenceSession: {
    create(model: Uint8Array, options: SessionOptions): Promise<Session>;
  };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
}

interface SessionOptions {
  executionProviders: readonly ['cpu'];
  intraOpNumThreads: number;
  interOpNumThreads: number;
  /** 3: errors alone. */
  logSeverityLevel: 3;
}

interface Tensor {
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}

export interface Session {
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

/** Whether an imported module is onnxruntime-node, by what is used of it. */
export function isOnnxModule(value: unknown): value is OnnxModule {
  return typeof value === 'object' && value !== null && 'InferenceSession' in value && 'Tensor' in value;
}
