import type { ExchangeFacts, ProbeFacts, RequestFacts } from '../core/check-facts.ts';
import { STATUS_NOTES } from './check-chat.ts';
import {
  H2_MENDS,
  header,
  MAX_AGE_NOTE,
  PROXY_ONLY,
  preflightMends,
  SERVER_TIME_MENDS,
} from './check-mends.ts';
import type { Said } from './check-types.ts';
import { formatMs } from './format.ts';

/** What the answers of an http or chat probe let a page measure. */
export function requestFindings(probe: ProbeFacts, request: RequestFacts): Said[] {
  const { first } = request;
  if (first === undefined) return [];
  const readable = probe.reach === 'readable';
  return [
    ...(probe.kind === 'chat' ? [] : [answers(request, first)]),
    ...(readable ? [{ topic: 'CORS', state: 'ok', says: 'The page may read its answers.' } as const] : []),
    // After an error nobody waits to see how long a preflight is remembered.
    ...(readable && (first.status < 400 || request.asksFor.length === 0) ? [preflight(request)] : []),
    timing(first),
    exposed(first),
    ...(probe.kind === 'chat' ? [] : [serverTime(first), cache(first)]),
    ...(first.redirectedTo === undefined ? [] : [redirects(first.redirectedTo)]),
    ...(first.protocol === undefined || first.protocol === '' ? [] : [protocol(first.protocol)]),
  ];
}

function answers({ second }: RequestFacts, first: ExchangeFacts): Said {
  const warm = second?.newConnection === false ? `, ${formatMs(second.totalMs)} ms over a warm one` : '';
  const times = `${formatMs(first.totalMs)} ms ${first.newConnection ? 'over a new connection' : 'at first'}${warm}`;
  const topic = 'Answer';
  if (first.endless) {
    return {
      topic,
      state: 'blocks',
      says: 'The answer begins, but does not end within the timeout.',
      loses: 'Every sample would be a timeout.',
      note: 'Point the probe at something small.',
    };
  }
  if (first.status < 400) return { topic, state: 'ok', says: `It answers ${first.status}: ${times}.` };
  return {
    topic,
    state: 'blocks',
    says: `It answers with the error status ${first.status}: ${times}.`,
    loses: 'Every sample would count as failed.',
    note: STATUS_NOTES[first.status] ?? 'Look at the path, the method and the headers of the probe.',
  };
}

function preflight({ asksFor, preflightAgain }: RequestFacts): Said {
  const topic = 'Preflight';
  if (asksFor.length === 0) return { topic, state: 'ok', says: 'These requests need no CORS preflight.' };
  if (preflightAgain === false)
    return { topic, state: 'ok', says: 'The browser remembers the preflight: only the first request pays.' };
  if (preflightAgain === undefined) {
    const says =
      'These requests need a CORS preflight. How long the browser remembers it could not be told: the round trip is too short, or the endpoint lets the page read no phases.';
    return { topic, state: 'info', says };
  }
  return {
    topic,
    state: 'limits',
    says: 'The browser forgets the preflight within 5 s, and asks again before each later request.',
    loses: 'Such samples hold one more round trip; they are marked in the column preflight.',
    mends: [...header('Access-Control-Max-Age', '7200'), ...preflightMends(asksFor).slice(0, 2)],
    note: MAX_AGE_NOTE,
  };
}

function timing({ phases }: ExchangeFacts): Said {
  const topic = 'Timing-Allow-Origin';
  if (phases) return { topic, state: 'ok', says: 'The page may read the phases of a request.' };
  return {
    topic,
    state: 'limits',
    says: 'The endpoint does not let this page read the phases of a request.',
    loses:
      'Times are read in script, some milliseconds too long; connect, queue, round trip, new connections and the protocol stay empty.',
    mends: header(topic, '*'),
    note: PROXY_ONLY,
  };
}

function exposed({ serverTimingHeader, serverMs }: ExchangeFacts): Said {
  const topic = 'Exposed headers';
  if (serverTimingHeader) return { topic, state: 'ok', says: 'The page may read the header Server-Timing.' };
  return {
    topic,
    state: 'limits',
    says: `No header beyond the common ones is exposed to this page${serverMs === undefined ? ', or the server sends none' : ''}.`,
    loses: 'How long a throttling server wants to be left alone (Retry-After) cannot be read.',
    mends: header('Access-Control-Expose-Headers', 'Server-Timing, Retry-After'),
    note: PROXY_ONLY,
  };
}

function serverTime({ serverMs }: ExchangeFacts): Said {
  const topic = 'Server’s own time';
  if (serverMs !== undefined)
    return { topic, state: 'ok', says: `The server says how long it took itself: ${formatMs(serverMs)} ms.` };
  return {
    topic,
    state: 'limits',
    says: 'The server does not say how long it took itself (Server-Timing: app;dur=).',
    loses: 'The round trip holds the server’s work too.',
    mends: SERVER_TIME_MENDS,
  };
}

function cache({ fromCache, cacheControl = '' }: ExchangeFacts): Said {
  const topic = 'Cache';
  if (!fromCache && /no-store/i.test(cacheControl))
    return { topic, state: 'ok', says: 'No cache on the way keeps its answers.' };
  return {
    topic,
    state: fromCache ? 'limits' : 'info',
    says: fromCache
      ? 'The browser answered from its cache.'
      : 'The answers do not say no-store, so a cache on the way may answer in the endpoint’s place.',
    ...(fromCache && { loses: 'Such samples say nothing of the network.' }),
    mends: header('Cache-Control', 'no-store'),
  };
}

const redirects = (to: string): Said => ({
  topic: 'Redirects',
  state: 'limits',
  says: `The endpoint redirects to ${to}.`,
  loses: 'Each sample holds the round trip of the redirect.',
  note: 'Enter that address in place of this one.',
});

function protocol(name: string): Said {
  if (name !== 'http/1.1') return { topic: 'Protocol', state: 'ok', says: `It speaks ${name}.` };
  return {
    topic: 'Protocol',
    state: 'info',
    says: 'It speaks HTTP/1.1: a browser opens at most six connections to one host, and more requests wait.',
    mends: H2_MENDS,
    note: 'Browsers speak HTTP/2 and 3 over https alone.',
  };
}
