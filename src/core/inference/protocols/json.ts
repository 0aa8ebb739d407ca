import * as v from 'valibot';
import type { HttpProtocol } from '../protocol.ts';
import { failed, parse } from './shape.ts';

/** Any endpoint that takes JSON and answers JSON: the prompt is the body, and has to be JSON itself. */
export const json: HttpProtocol = {
  id: 'json',
  transport: 'http',
  framing: 'json',
  headers: {},
  body: ({ prompt }) => prompt,
  read: (data) =>
    parse(v.unknown(), data) === undefined ? failed('malformed') : [{ kind: 'content' }, { kind: 'done' }],
};
