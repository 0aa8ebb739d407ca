import { once } from 'node:events';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { epochNow } from './epoch-now.ts';
import { REALTIME_PACE, REALTIME_WORDS } from './realtime/respond.ts';
import { type RealtimeServer, startRealtimeServer } from './realtime-server.ts';

const eventSchema = v.looseObject({ type: v.string(), delta: v.optional(v.string()) });

describe('the Realtime test server', () => {
  let server: RealtimeServer;
  beforeAll(async () => {
    server = await startRealtimeServer();
  });
  afterAll(() => server.close());

  /** One turn in text or audio, and when each event was read. */
  async function turn(modality: 'text' | 'audio') {
    const socket = new WebSocket(server.url, ['realtime', 'openai-insecure-api-key.none']);
    const events: (v.InferOutput<typeof eventSchema> & { epochMs: number })[] = [];
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const event = { epochMs: epochNow(), ...v.parse(eventSchema, JSON.parse(String(data))) };
        events.push(event);
        if (event.type === 'response.done') resolve();
      });
    });
    await once(socket, 'open');
    expect(socket.protocol).toBe('realtime');
    const send = (event: object): void => socket.send(JSON.stringify(event));
    send({ type: 'session.update', session: { type: 'realtime', output_modalities: [modality] } });
    const content = [{ type: 'input_text', text: 'Hello' }];
    send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
    send({ type: 'response.create' });
    await done;
    socket.close();
    return events;
  }

  it('answers in text, at the moments that it keeps, and counts tokens', async () => {
    const events = await turn('text');
    const deltas = events.filter(({ type }) => type === 'response.output_text.delta');
    expect(deltas.map(({ delta }) => delta)).toEqual(REALTIME_WORDS);
    const { askedEpochMs = Number.NaN, deltasEpochMs = [] } = server.turns.at(-1) ?? {};
    expect(deltasEpochMs).toHaveLength(deltas.length);
    for (const [index, { epochMs }] of deltas.entries())
      expect(epochMs).toBeGreaterThanOrEqual(deltasEpochMs[index] ?? Number.NaN);
    // A timer may fire up to a millisecond early.
    expect((deltasEpochMs[0] ?? Number.NaN) - askedEpochMs).toBeGreaterThan(REALTIME_PACE.firstMs - 2);
    expect(events.at(-1)).toMatchObject({
      response: { status: 'completed', usage: { output_tokens: 5, total_tokens: 14 } },
    });
  });

  it('answers in audio with its transcript', async () => {
    const events = await turn('audio');
    const bytes = events.flatMap(({ type, delta }) =>
      type === 'response.output_audio.delta' ? [Buffer.from(delta ?? '', 'base64').length] : [],
    );
    expect(bytes).toEqual(REALTIME_WORDS.map(() => 4800));
    const transcript = events.filter(({ type }) => type === 'response.output_audio_transcript.delta');
    expect(transcript.map(({ delta }) => delta)).toEqual(REALTIME_WORDS);
    expect(events.at(-1)).toMatchObject({
      response: { usage: { output_token_details: { audio_tokens: 10 } } },
    });
  });

  it('says what is wrong with an event, and goes on', async () => {
    const socket = new WebSocket(server.url, 'realtime');
    const next = async () => v.parse(eventSchema, JSON.parse(String((await once(socket, 'message'))[0])));
    expect((await next()).type).toBe('session.created');
    for (const odd of ['{', '{"type":"response.dance"}']) {
      socket.send(odd);
      expect(await next()).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } });
    }
    socket.close();
  });

  it('accepts no subprotocol but its own', async () => {
    const socket = new WebSocket(server.url, 'another');
    await expect(once(socket, 'open')).rejects.toThrow(/subprotocol/);
  });
});
