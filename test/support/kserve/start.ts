import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { startServerProcess } from '../server-process.ts';
import { installOnnx } from './install.ts';
import { DEFAULT_SIZE, MODEL_NAME, type ModelSize } from './model.ts';

export interface KServeServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  model: string;
  /** Process id of the server. */
  pid: number;
  /** Ends the server, requests in flight too; resolves when its process is gone. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts ONNX Runtime with a small model of seeded weights, on one CPU thread, in a
 * process of its own, behind the HTTP of KServe v2 (Open Inference Protocol, kserve
 * project): health, metadata and `POST /v2/models/NAME/infer` with JSON tensors, on
 * 127.0.0.1. Any page may call and time it, and Server-Timing says what it took.
 * Installs ONNX Runtime at the first use (see installOnnx). Rejects with a sentence
 * where that or the start fails.
 */
export async function startKServe(size: ModelSize = DEFAULT_SIZE): Promise<KServeServer> {
  const { ready, pid, close } = await startServerProcess(
    {
      title: 'The KServe test server',
      file: fileURLToPath(new URL('./serve.ts', import.meta.url)),
      entry: await installOnnx(),
      options: size,
      // It would ask its maker's servers, and leaves a log of that behind in the folder of all temporary files.
      env: { ORT_DISABLE_TELEMETRY: '1' },
    },
    v.object({ url: v.string() }),
  );
  return { ...ready, model: MODEL_NAME, pid, close };
}
