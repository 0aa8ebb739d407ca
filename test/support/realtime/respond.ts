import { setTimeout as wait } from 'node:timers/promises';
import { epochNow } from '../epoch-now.ts';

/** One response; moments are Unix time in ms, by the monotonic clock. */
export interface RealtimeTurn {
  /** When `response.create` was read. */
  askedEpochMs: number;
  /** When each delta of text or audio was handed to the socket. */
  deltasEpochMs: number[];
}

/** From `response.create` to the first delta, and from one to the next, ms. */
export const REALTIME_PACE = { firstMs: 120, gapMs: 40 } as const;

export const REALTIME_WORDS = ['The', ' dish', ' looks', ' up', '.'] as const;
/** A word is two tokens of audio and one of text. */
export const REALTIME_USAGE = {
  total_tokens: 24,
  input_tokens: 9,
  output_tokens: 15,
  input_token_details: { text_tokens: 9, audio_tokens: 0, image_tokens: 0, cached_tokens: 0 },
  output_token_details: { text_tokens: 5, audio_tokens: 10 },
} as const;

/** 100 ms of silence as PCM of 16 bits at 24 kHz. */
const SILENCE = Buffer.alloc(4800).toString('base64');
const TEXT_USAGE = { ...REALTIME_USAGE, total_tokens: 14, output_tokens: 5 };

interface Asked {
  turn: RealtimeTurn;
  /** Of the item that it makes. */
  id: string;
  audio: boolean;
  isOpen(): boolean;
}

/** Says the words at their pace, as text or as audio with its transcript, until the connection is gone. */
export async function respond(
  send: (type: string, rest: object) => void,
  { turn, id, audio, isOpen }: Asked,
): Promise<void> {
  const text = REALTIME_WORDS.join('');
  const at = { response_id: `resp_${id}`, item_id: id, output_index: 0, content_index: 0 };
  const item = (status: string, content: object[]) => ({
    id,
    object: 'realtime.item',
    type: 'message',
    role: 'assistant',
    status,
    content,
  });
  const response = (status: string, rest: object) => ({
    response: {
      object: 'realtime.response',
      id: at.response_id,
      status,
      status_details: null,
      output: [],
      usage: null,
      ...rest,
    },
  });
  const part = audio ? { type: 'output_audio', transcript: text } : { type: 'output_text', text };
  const words = audio ? 'response.output_audio_transcript' : 'response.output_text';

  send('response.created', response('in_progress', {}));
  send('response.output_item.added', { ...at, item: item('in_progress', []) });
  send('conversation.item.added', { previous_item_id: null, item: item('in_progress', []) });
  send('response.content_part.added', {
    ...at,
    part: audio ? { ...part, transcript: '' } : { ...part, text: '' },
  });
  for (const [index, delta] of REALTIME_WORDS.entries()) {
    await wait(index === 0 ? REALTIME_PACE.firstMs : REALTIME_PACE.gapMs);
    if (!isOpen()) return;
    turn.deltasEpochMs.push(epochNow());
    send(`${words}.delta`, { ...at, delta });
    if (audio) send('response.output_audio.delta', { ...at, delta: SILENCE });
  }
  if (audio) send('response.output_audio.done', at);
  send(`${words}.done`, { ...at, ...(audio ? { transcript: text } : { text }) });
  send('response.content_part.done', { ...at, part });
  send('conversation.item.done', { previous_item_id: null, item: item('completed', [part]) });
  send('response.output_item.done', { ...at, item: item('completed', [part]) });
  send(
    'response.done',
    response('completed', {
      output: [item('completed', [part])],
      usage: audio ? REALTIME_USAGE : TEXT_USAGE,
    }),
  );
}
