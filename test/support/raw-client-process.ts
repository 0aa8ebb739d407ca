import * as v from 'valibot';
import { startSchema } from './bench-messages.ts';
import { answerParent } from './child.ts';
import { startRawClient } from './raw-client.ts';

/** The raw client in a process of its own. */

let client: Awaited<ReturnType<typeof startRawClient>> | undefined;

answerParent({
  async start(value) {
    client = await startRawClient(v.parse(startSchema, value));
  },
  stop: () => client?.stop(),
});
