import { millis } from '../core/units.ts';
import type { ProbeContext } from './context.ts';
import type { RequestPlan } from './request.ts';

/** An opaque body that takes longer than this is not waited for. */
const BODY_WITHIN_MS = 1000;
const TOO_LARGE =
  'The answer goes on for over 1 s and cannot be read, so each is dropped after its head from now on. Over HTTP/1.1 each probe then opens a new connection. Enter an address with a small answer.';

/** Script learns of the head after the browser has seen the end. */
const UNKNOWN = { ttfbMs: undefined, downloadMs: undefined, bytesDown: undefined };

/**
 * Waits for the end of an answer that no page may read (Fetch, opaque filtered
 * response). The end is the browser's own `responseEnd`, which Resource Timing
 * shows of every request; phases are there only with Timing-Allow-Origin. The
 * body cannot be read or cancelled by itself, and would be downloaded however
 * large it is: after a second it is cut, and the end is then when the head came.
 */
export function opaqueReader(context: ProbeContext): RequestPlan['readBody'] {
  let tooLarge = false;
  return async (_response, _shot, progress) => {
    const headersMs = context.clock.now();
    progress.complete();
    const whole = tooLarge ? undefined : await progress.entry(BODY_WITHIN_MS);
    if (whole === undefined) {
      progress.cut();
      if (!tooLarge) context.note({ kind: 'note', detail: TOO_LARGE });
      tooLarge = true;
    }
    // Firefox makes up the end of a request that was aborted.
    const entry = whole ?? (await progress.entry());
    return {
      endMs: millis(whole?.responseEnd ?? headersMs),
      readings: { timingSource: 'opaque', ...(entry?.requestStart ? {} : UNKNOWN) },
    };
  };
}
