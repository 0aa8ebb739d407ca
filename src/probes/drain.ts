import { breather } from './breather.ts';
import type { ProbeContext } from './context.ts';
import type { Ended, Progress } from './request.ts';

/** Reads a body to its end without keeping it. */
export async function drain(context: ProbeContext, response: Response, progress: Progress): Promise<Ended> {
  const reader = response.body?.getReader();
  const breathe = breather(context.clock);
  while (reader !== undefined) {
    const part = await breathe(() => reader.read());
    if (part.done) break;
    progress.bytesDown += part.value.byteLength;
  }
  return { endMs: context.clock.now() };
}
