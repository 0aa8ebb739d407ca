import { createParser } from 'eventsource-parser';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Aimock, MOCK_TEXT, MOCK_TOKENS, startAimock } from './aimock.ts';

/** The first start fetches the package. */
const INSTALL_TIMEOUT_MS = 120_000;

const eventSchema = v.looseObject({ type: v.string(), delta: v.optional(v.unknown()) });
type Event = v.InferOutput<typeof eventSchema>;

describe('the aimock test server', () => {
  let server: Aimock;
  beforeAll(async () => {
    server = await startAimock();
  }, INSTALL_TIMEOUT_MS);
  afterAll(() => server?.close());

  const post = (path: string, body: object): Promise<Response> =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ model: 'm', max_tokens: 64, stream: true, ...body }),
    });
  const user = (content: string) => ({ messages: [{ role: 'user', content }] });

  /** Name and data of each server-sent event. */
  function eventsOf(text: string): { event: string | undefined; data: string }[] {
    const events: { event: string | undefined; data: string }[] = [];
    createParser({ onEvent: ({ event, data }) => events.push({ event, data }) }).feed(text);
    return events;
  }
  /** Of protocols whose events carry their own name. */
  const named = (text: string): Event[] =>
    eventsOf(text).map(({ event, data }) => {
      const parsed = v.parse(eventSchema, JSON.parse(data));
      expect(parsed.type).toBe(event);
      return parsed;
    });
  /** Each type once, in the order in which they first come. */
  const order = (events: readonly Event[]): string[] => [...new Set(events.map(({ type }) => type))];
  const deltas = (events: readonly Event[], type: string): string =>
    events.flatMap((event) => (event.type === type ? [String(event.delta)] : [])).join('');

  it('streams OpenAI chat: role, content, finish reason, usage, [DONE]', async () => {
    const text = await (
      await post('/v1/chat/completions', { stream_options: { include_usage: true }, ...user('hello') })
    ).text();
    const data = eventsOf(text).map((event) => event.data);
    expect(data.at(-1)).toBe('[DONE]');
    const chunks = data.slice(0, -1).map((json): unknown => JSON.parse(json));
    expect(chunks[0]).toMatchObject({ choices: [{ delta: { role: 'assistant' } }] });
    expect(chunks.at(-2)).toMatchObject({ choices: [{ delta: {}, finish_reason: 'stop' }] });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: MOCK_TOKENS } });
  });

  it('streams Anthropic messages', async () => {
    const events = named(await (await post('/v1/messages', user('hello'))).text());
    expect(order(events)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    const textSchema = v.object({ type: v.literal('text_delta'), text: v.string() });
    const texts = events
      .filter(({ type }) => type === 'content_block_delta')
      .map(({ delta }) => v.parse(textSchema, delta).text);
    expect(texts.join('')).toBe(MOCK_TEXT);
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: MOCK_TOKENS },
    });
  });

  it('streams OpenAI responses', async () => {
    const events = named(await (await post('/v1/responses', { input: 'hello' })).text());
    expect(order(events)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(deltas(events, 'response.output_text.delta')).toBe(MOCK_TEXT);
    expect(events.at(-1)).toMatchObject({
      response: { status: 'completed', usage: { output_tokens: MOCK_TOKENS } },
    });
  });

  it('streams Ollama chat', async () => {
    const answer = await post('/api/chat', user('hello'));
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const schema = v.object({ message: v.object({ content: v.string() }), done: v.boolean() });
    const lines = (await answer.text()).trim().split('\n');
    const parts = lines.map((line) => v.parse(schema, JSON.parse(line)));
    expect(parts.map(({ message }) => message.content).join('')).toBe(MOCK_TEXT);
    expect(parts.map(({ done }) => done)).toEqual([...Array(parts.length - 1).fill(false), true]);
  });

  it.each(['/v1/chat/completions', '/v1/messages', '/api/chat'])(
    'is busy at %s when asked so',
    async (path) => {
      const answer = await post(path, user('busy'));
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3']);
      expect(await answer.json()).toMatchObject({ error: expect.anything() });
    },
  );

  it.each(['/v1/chat/completions', '/v1/messages', '/api/chat', '/v1/responses'])(
    'breaks off in mid-stream at %s when asked so',
    async (path) => {
      const answer = await post(path, { input: 'cut', ...user('cut') });
      expect(answer.status).toBe(200);
      const reader = answer.body?.getReader();
      const read = async (): Promise<string> => {
        let text = '';
        for (;;) {
          const part = await reader?.read().catch(() => undefined);
          if (part === undefined) return `${text}<cut>`;
          if (part.done) return text;
          text += Buffer.from(part.value).toString();
        }
      };
      const text = await read();
      expect(text).toMatch(/<cut>$/);
      expect(text).not.toMatch(/\[DONE\]|message_stop|response\.completed|"done":true/);
    },
  );

  /** A conversation of one message over Realtime, to its end or to the end of the connection. */
  function realtime(content: string): Promise<{ events: Event[]; protocol: string; closeCode: number }> {
    const events: Event[] = [];
    // As a page has to offer its key (OpenAI, Realtime API with WebSocket).
    const offered = ['realtime', 'openai-insecure-api-key.none'];
    const socket = new WebSocket(
      `${server.url.replace('http', 'ws')}/v1/realtime?model=gpt-realtime`,
      offered,
    );
    const send = (event: object): void => socket.send(JSON.stringify(event));
    socket.on('message', (data) => {
      const event = v.parse(eventSchema, JSON.parse(String(data)));
      events.push(event);
      if (event.type === 'response.done') socket.close(1000);
      if (event.type !== 'session.created') return;
      send({ type: 'session.update', session: { type: 'realtime', output_modalities: ['text'] } });
      const item = { type: 'message', role: 'user', content: [{ type: 'input_text', text: content }] };
      send({ type: 'conversation.item.create', item });
      send({ type: 'response.create' });
    });
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', (closeCode) => resolve({ events, protocol: socket.protocol, closeCode }));
    });
  }

  it('holds a conversation over OpenAI Realtime', async () => {
    const { events, protocol } = await realtime('hello');
    expect(protocol).toBe('realtime');
    expect(order(events)).toEqual([
      'session.created',
      'session.updated',
      'conversation.item.added',
      'response.created',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'conversation.item.done',
      'response.done',
    ]);
    expect(deltas(events, 'response.output_text.delta')).toBe(MOCK_TEXT);
    expect(events.at(-1)).toMatchObject({ response: { status: 'completed' } });
  });

  it('refuses and breaks off over Realtime when asked so', async () => {
    const busy = await realtime('busy');
    expect(busy.events.at(-1)).toMatchObject({
      type: 'response.done',
      response: { status: 'failed', status_details: { error: { code: 'rate_limit_exceeded' } } },
    });
    const { events, closeCode } = await realtime('cut');
    expect([closeCode, events.at(-1)?.type]).toEqual([1006, 'response.output_text.delta']);
  });
});
