import * as v from 'valibot';
import { RawEvents, RawLines } from './raw-stream-lines.ts';

const text = v.nullish(v.string());
const openAiSchema = v.object({
  choices: v.optional(
    v.array(
      v.object({
        delta: v.optional(v.object({ content: text, reasoning_content: text, reasoning: text })),
        finish_reason: text,
      }),
    ),
  ),
  usage: v.nullish(v.object({ completion_tokens: v.number() })),
  error: v.nullish(v.unknown()),
  timings: v.optional(v.record(v.string(), v.nullable(v.number()))),
  metrics: v.optional(v.record(v.string(), v.nullable(v.number()))),
});
const ollamaSchema = v.object({
  message: v.optional(v.object({ content: v.string(), thinking: v.optional(v.string()) })),
  done: v.optional(v.boolean()),
  done_reason: v.optional(v.string()),
  eval_count: v.optional(v.number()),
  error: v.optional(v.string()),
  total_duration: v.optional(v.number()),
  load_duration: v.optional(v.number()),
  prompt_eval_duration: v.optional(v.number()),
  eval_duration: v.optional(v.number()),
});

const NS_A_MS = 1e6;

/**
 * What a streamed chat answer says and when, of OpenAI-compatible servers and of
 * Ollama. Shares nothing with the app's parsers, against which it is held.
 */
export class RawStreamAnswer {
  /** The moments of the reads in which each piece of content or reasoning came. */
  readonly contentMs: number[] = [];
  /** The first that is not reasoning. */
  firstOutputMs: number | undefined;
  text = '';
  tokens: number | undefined;
  finishReason: string | undefined;
  /** The server's own end marker came. */
  done = false;
  failed = false;
  /** What the server says of its own times, in ms, by its own names. */
  serverMs: Record<string, number> = {};

  readonly #lines: RawLines;
  #readMs = 0;

  constructor(contentType: string) {
    if (contentType.startsWith('text/event-stream')) {
      const events = new RawEvents((data) => this.#event(data));
      this.#lines = new RawLines((line) => events.takeLine(line));
    } else {
      this.#lines = new RawLines((line) => {
        if (line !== '') this.#ollamaLine(line);
      });
    }
  }

  /** `readMs`: when the bytes were read. */
  take(bytes: Uint8Array, readMs: number): void {
    this.#readMs = readMs;
    this.#lines.take(bytes);
  }

  /** The body is whole. */
  end(): void {
    this.#lines.end();
  }

  #event(data: string): void {
    if (data === '[DONE]') {
      this.done = true;
      return;
    }
    const chunk = this.#parse(openAiSchema, data);
    if (chunk === undefined) return;
    if (chunk.error !== undefined && chunk.error !== null) this.failed = true;
    const choice = chunk.choices?.[0];
    const { content, reasoning_content, reasoning } = choice?.delta ?? {};
    this.#content(content ?? '', reasoning_content ?? reasoning ?? '');
    this.finishReason = choice?.finish_reason ?? this.finishReason;
    this.tokens = chunk.usage?.completion_tokens ?? this.tokens;
    for (const [name, value] of Object.entries({ ...chunk.timings, ...chunk.metrics }))
      if (value !== null && name.endsWith('_ms')) this.serverMs[name] = value;
  }

  #ollamaLine(line: string): void {
    const part = this.#parse(ollamaSchema, line);
    if (part === undefined) return;
    if (part.error !== undefined) this.failed = true;
    this.#content(part.message?.content ?? '', part.message?.thinking ?? '');
    this.done ||= part.done === true;
    this.finishReason = part.done_reason ?? this.finishReason;
    this.tokens = part.eval_count ?? this.tokens;
    const { total_duration, load_duration, prompt_eval_duration, eval_duration } = part;
    const durations = { total_duration, load_duration, prompt_eval_duration, eval_duration };
    for (const [name, ns] of Object.entries(durations))
      if (ns !== undefined) this.serverMs[name] = ns / NS_A_MS;
  }

  #content(output: string, reasoning: string): void {
    if (output === '' && reasoning === '') return;
    this.contentMs.push(this.#readMs);
    if (output !== '') this.firstOutputMs ??= this.#readMs;
    this.text += output;
  }

  #parse<Schema extends v.GenericSchema>(schema: Schema, json: string): v.InferOutput<Schema> | undefined {
    try {
      return v.parse(schema, JSON.parse(json));
    } catch {
      this.failed = true;
      return undefined;
    }
  }
}
