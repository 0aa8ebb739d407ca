import * as v from 'valibot';
import { type Millis, millis } from '../../units.ts';
import type { ServerSource, ServerTimes, StreamFinding } from '../findings.ts';

/** What protocols are read with. Servers add fields as they like; only those that are named are looked at. */

export const text = v.nullish(v.string());

/** A field beside the answer itself: one that is not as expected counts as absent, and spoils nothing. */
export const lenient = <T extends v.GenericSchema>(schema: T) => v.fallback(v.optional(schema), undefined);

/** A number of tokens; 0 is what servers send that do not count. */
export const count = lenient(v.pipe(v.number(), v.integer(), v.minValue(1)));
/** A duration, in the server's own unit. */
export const duration = lenient(v.pipe(v.number(), v.finite(), v.minValue(0)));
/** Lists of which only it matters whether they hold anything. */
export const list = v.nullish(v.array(v.unknown()));

/** Whether a field such as `error` says anything; null says nothing. */
export const isTold = (value: unknown): boolean => value !== undefined && value !== null;

/** A JSON text that fits a schema; undefined where it is none, or does not fit. */
export function parse<T extends v.GenericSchema>(schema: T, data: string): v.InferOutput<T> | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(data));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** The server failed, or sent what its protocol does not have: after it an answer is not complete. */
export const failed = (error: 'stream-error' | 'malformed'): StreamFinding[] => [{ kind: 'error', error }];

/** One chunk: content where there is any, else reasoning where there is any. */
export function chunkOf(content: boolean, reasoning: boolean): StreamFinding[] {
  return content ? [{ kind: 'content' }] : reasoning ? [{ kind: 'reasoning' }] : [];
}

/** Token counts as a server told them; nothing where it told neither. */
export function usageOf(outputTokens: number | undefined, inputTokens: number | undefined): StreamFinding[] {
  const told = outputTokens !== undefined || inputTokens !== undefined;
  return told ? [{ kind: 'usage', outputTokens, inputTokens }] : [];
}

/** What a server says of its own time, in ms; nothing where it says none of it. */
export function serverOf(source: ServerSource, times: ServerTimes): StreamFinding[] {
  return Object.values(times).some((ms) => ms !== undefined) ? [{ kind: 'server', source, ...times }] : [];
}

/** The sum in ms of parts in ms; undefined where one of them is. */
export function sum(...parts: (number | undefined)[]): Millis | undefined {
  let total = 0;
  for (const part of parts) {
    if (part === undefined) return undefined;
    total += part;
  }
  return millis(total);
}

/** Media type (empty where none stands) and base64 text, not decoded, of a data URL (RFC 2397); undefined where it is none in base64. */
export function splitDataUrl(url: string | undefined): { mediaType: string; base64: string } | undefined {
  const [, mediaType = '', base64] = /^data:([^;,]*)[^,]*;base64,(.*)$/s.exec(url ?? '') ?? [];
  return base64 === undefined ? undefined : { mediaType, base64 };
}
