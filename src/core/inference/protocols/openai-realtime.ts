import * as v from 'valibot';
import type { SocketProtocol } from '../protocol.ts';
import { readEvent } from './openai-events.ts';
import { lenient, parse, text } from './shape.ts';

const greetingSchema = v.object({ type: text, session: lenient(v.looseObject({})) });

/** The Realtime API takes at most so many. */
const MOST_TOKENS = 4096;

/**
 * A text turn of OpenAI's Realtime API (platform.openai.com, API reference,
 * realtime). The server greets with `session.created`; the session is then set
 * to text alone and to the limit of tokens, before the first turn, so that no
 * turn waits for it. The beta names some fields otherwise (`modalities`), and
 * its session says so. Where a connection takes several turns, the earlier ones
 * are part of the later ones' prompt.
 */
export const openaiRealtime: SocketProtocol = {
  id: 'openai-realtime',
  transport: 'websocket',
  framing: 'message',
  greet({ maxTokens }, stage, message) {
    const said = parse(greetingSchema, message ?? '');
    if (stage === 'opened' && said?.type === 'session.created') {
      const most = Math.min(MOST_TOKENS, maxTokens);
      const session =
        'modalities' in (said.session ?? {})
          ? { modalities: ['text'], max_response_output_tokens: most }
          : { type: 'realtime', output_modalities: ['text'], max_output_tokens: most };
      return { stage: 'configured', send: [JSON.stringify({ type: 'session.update', session })] };
    }
    const ready = stage === 'configured' && said?.type === 'session.updated';
    return { stage: ready ? 'ready' : stage, send: [] };
  },
  turn: ({ prompt, imageUrl }) => [
    JSON.stringify({
      type: 'conversation.item.create',
      item: {
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_text', text: prompt },
          ...(imageUrl === undefined ? [] : [{ type: 'input_image', image_url: imageUrl }]),
        ],
      },
    }),
    JSON.stringify({ type: 'response.create' }),
  ],
  read: readEvent,
};
