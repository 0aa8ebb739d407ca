import { DONE, STOP } from './events.ts';
import type { Route, StreamScript } from './script.ts';
import { plays, refusal, usual, words } from './usual.ts';

const GOOD: StreamScript = { pieces: usual() };
const WITHOUT_USAGE: StreamScript = { pieces: words(STOP, DONE) };
const BUSY = { error: { message: 'slow down', type: 'rate_limit_exceeded' } };

/** Servers that refuse, and answer when they are asked again or otherwise. */
export const REFUSAL_TRAPS: Readonly<Record<string, Route>> = {
  '/refuses-stream-options': [
    {
      when: { bodyHas: 'stream_options' },
      script: refusal(400, {
        error: {
          message: 'Unrecognized request argument supplied: stream_options',
          type: 'invalid_request_error',
          param: null,
          code: null,
        },
      }),
    },
    { script: WITHOUT_USAGE },
  ],
  /** The same from a server that checks its input with pydantic. */
  '/refuses-stream-options-422': [
    {
      when: { bodyHas: 'stream_options' },
      script: refusal(422, {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'stream_options'],
            msg: 'Extra inputs are not permitted',
          },
        ],
      }),
    },
    { script: WITHOUT_USAGE },
  ],
  '/busy-for-seconds': [
    { when: { firstRequests: 1 }, script: refusal(429, BUSY, { headers: { 'Retry-After': '1' } }) },
    { script: GOOD },
  ],
  '/busy-until-date': [
    {
      when: { firstRequests: 1 },
      script: refusal(429, BUSY, { headers: { 'Retry-After': { dateInMs: 1000 } } }),
    },
    { script: GOOD },
  ],
  '/untimed': plays(usual(), { cors: 'untimed' }),
  '/unexposed': plays(usual(), { cors: 'unexposed' }),
  '/closed': plays(usual(), { cors: 'closed' }),
};
