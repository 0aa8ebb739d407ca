import * as v from 'valibot';
import type { HttpProtocol } from '../protocol.ts';
import { failed, isTold, list, parse } from './shape.ts';

const requestSchema = v.object({ inputs: v.array(v.unknown()) });
const answerSchema = v.object({ outputs: list, error: v.optional(v.unknown()) });

/**
 * `POST v2/models/NAME/infer` of the Open Inference Protocol (KServe, Triton),
 * JSON both ways (github.com/kserve/open-inference-protocol, inference_rest.md).
 * A prompt that is a request itself, a JSON object with `inputs`, is sent as it
 * is. Any other becomes the one element of a BYTES tensor `text_input`, as
 * Triton's backends for language models name it. The answer comes in one piece:
 * it has no tokens to tell apart.
 */
export const kserveV2: HttpProtocol = {
  id: 'kserve-v2',
  transport: 'http',
  framing: 'json',
  headers: {},
  body: ({ prompt }) =>
    parse(requestSchema, prompt) === undefined
      ? JSON.stringify({ inputs: [{ name: 'text_input', shape: [1], datatype: 'BYTES', data: [prompt] }] })
      : prompt,
  read(data) {
    const answer = parse(answerSchema, data);
    if (isTold(answer?.error)) return failed('stream-error');
    return answer?.outputs?.length ? [{ kind: 'content' }, { kind: 'done' }] : failed('malformed');
  },
};
