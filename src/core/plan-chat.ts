import type { ChatProbeSpec, ProtocolId } from './plan-schema.ts';

export const DEFAULT_PROMPT = 'Explain in three sentences how a satellite dish keeps its link.';

const OVER_WEBSOCKET: readonly ProtocolId[] = ['openai-realtime', 'websocket'];
/** Protocols whose prompt may be the whole body or message, and that take no image. */
const BARE: readonly ProtocolId[] = ['kserve-v2', 'json', 'websocket'];

/** What the protocol of a chat probe asks of its other fields and does not find: which field, and what was expected. */
export function* chatProblems(
  probe: ChatProbeSpec,
): Generator<['url' | 'prompt' | 'workload' | 'unique', string]> {
  const { protocol, prompt, workload } = probe;
  const over = OVER_WEBSOCKET.includes(protocol) ? 'ws' : 'http';
  if (!probe.url.toLowerCase().startsWith(over))
    yield [
      'url',
      `an address that begins with ${over}:// or ${over}s://, as the protocol "${protocol}" asks for`,
    ];
  if (workload !== undefined) {
    if (protocol === 'json')
      yield ['workload', 'no workload with the protocol "json": its prompt is the body, and has to be JSON'];
    else if (workload === 'vision' && BARE.includes(protocol))
      yield ['workload', `a workload without an image: the protocol "${protocol}" takes none`];
    if (prompt !== DEFAULT_PROMPT)
      yield ['prompt', 'either a workload or a prompt, not both: the workload brings its own'];
  } else if (protocol === 'json' && !isJson(prompt))
    yield ['prompt', 'JSON, which the protocol "json" sends as it is'];
  else if (probe.unique && BARE.includes(protocol) && isJson(prompt))
    yield ['unique', 'false: the prompt is JSON, and a line before it would break that'];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
