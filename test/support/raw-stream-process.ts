import * as v from 'valibot';
import { answerParent } from './child.ts';
import { RawStreamClient } from './raw-stream-client.ts';
import { rawStreamOptionsSchema } from './raw-stream-messages.ts';

/** The raw stream client in a process of its own; `stop` and `finish` answer with its samples. */

let client: RawStreamClient | undefined;

answerParent({
  start(value) {
    client = new RawStreamClient(v.parse(rawStreamOptionsSchema, value));
  },
  stop: () => client?.stop(),
  finish: () => client?.finish(),
});
