import type { ChatFacts, ExchangeFacts, SocketFacts } from '../core/check-facts.ts';
import { chatServerTime } from './check-chat-server.ts';
import type { Said } from './check-types.ts';
import type { ProbeDraft } from './draft-types.ts';
import { formatMs } from './format.ts';
import { PROTOCOLS, type Protocol, protocolOfPath, withProtocol } from './protocols.ts';

/** What an error status asks for, by the status. */
export const STATUS_NOTES: Record<number, string> = {
  401: 'It wants a key: enter it as the probe’s secret.',
  403: 'It wants another key, or refuses foreign origins: enter a key as the probe’s secret. On Ollama set OLLAMA_ORIGINS.',
  429: 'It throttles: take a longer interval.',
};

const topic = 'Model';
const NO_TOKEN = 'No token can be measured.';

/** What a chat request for one token said. */
export function chatFindings(first: ExchangeFacts, chat: ChatFacts, draft: ProbeDraft): Said[] {
  const { status } = first;
  const other = chat.looksLike ?? (status === 404 || status === 405 ? ofPath(draft) : undefined);
  const wrong = other === undefined ? [] : [otherProtocol(other, draft)];
  if (wrong.length > 0 && status < 400) return wrong;
  if (status >= 400 || chat.message !== undefined) {
    const note =
      status === 404
        ? 'Correct the model’s name, or the path.'
        : (STATUS_NOTES[status] ?? 'Look at the model’s name and the headers of the probe.');
    const says = `It answers ${status < 400 ? 'with an error within the stream' : status}.${words(chat)}`;
    return [...wrong, { topic, state: 'blocks', says, loses: NO_TOKEN, note }];
  }
  const { bare, path } = PROTOCOLS[draft.protocol];
  if (!chat.streamed || !chat.complete) {
    const says = bare
      ? 'It answers, but not with one whole JSON text of this protocol.'
      : chat.streamed
        ? 'Its stream ends without an end mark and without a finish reason.'
        : 'It does not stream its answer as server-sent events.';
    const end = path === undefined ? '' : `Let the address end in ${path}, and let`;
    const note = `${end || 'Let'} no proxy on the way buffer.`;
    return [{ topic, state: 'blocks', says, loses: NO_TOKEN, note }];
  }
  return answered(chat, draft, first.totalMs);
}

/** What a chat turn over a WebSocket said. */
export function chatSocketFindings(socket: SocketFacts, chat: ChatFacts, draft: ProbeDraft): Said[] {
  const connects: Said = {
    topic: 'WebSocket',
    state: 'ok',
    says: `It connects, within ${formatMs(socket.connectMs)} ms.`,
  };
  if (chat.complete) return [connects, ...answered(chat, draft, chat.ttftMs)];
  const says =
    chat.message !== undefined
      ? `It answers with an error.${words(chat)}`
      : chat.greeted === false
        ? 'It connects, but does not open a session as this protocol has it.'
        : 'It takes a turn, but does not end its answer within the timeout.';
  const note = 'Look at the address, the model that it names, and the key.';
  return [connects, { topic, state: 'blocks', says, loses: NO_TOKEN, note }];
}

function answered(chat: ChatFacts, draft: ProbeDraft, totalMs: number | undefined): Said[] {
  const { bare } = PROTOCOLS[draft.protocol];
  const after = `${formatMs(chat.ttftMs ?? totalMs)} ms`;
  const says = bare
    ? `It answers in one piece, after ${after}.`
    : `It streams; the first token came after ${after}.`;
  return [
    { topic, state: 'ok', says },
    ...(chat.usage || bare ? [] : [noUsage(chat, draft.protocol)]),
    chatServerTime(chat, draft.protocol),
  ];
}

function noUsage({ refusesUsage }: ChatFacts, protocol: Protocol): Said {
  return {
    topic: 'Token counts',
    state: 'limits',
    says: refusesUsage
      ? 'The server refuses a request that asks for a usage record (stream_options).'
      : 'The stream ends without a usage record.',
    loses: 'The time per output token cannot be measured: a chunk may hold several tokens.',
    ...(protocol === 'openai' && { mends: [{ server: 'vLLM', line: '--enable-force-include-usage' }] }),
  };
}

const words = ({ message }: ChatFacts) => (message === undefined ? '' : ` It says: “${message}”`);

function ofPath({ url, protocol }: ProbeDraft): Protocol | undefined {
  const found = protocolOfPath(URL.canParse(url) ? new URL(url).pathname : '', false);
  return found === protocol ? undefined : found;
}

function otherProtocol(other: Protocol, draft: ProbeDraft): Said {
  const { name, noun } = PROTOCOLS[other];
  return {
    topic: 'Inference protocol',
    state: 'blocks',
    says: `It looks like ${noun}, and the probe asks by the protocol ${PROTOCOLS[draft.protocol].name}.`,
    loses: NO_TOKEN,
    remedy: { does: `Ask by ${name}`, change: withProtocol(draft, other) },
  };
}
