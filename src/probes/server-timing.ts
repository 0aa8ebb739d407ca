import { MOST_LABEL_CHARS, MOST_LABELS } from '../core/simulated-labels.ts';
import { type Millis, millis } from '../core/units.ts';

/** Nobody measures so much; a header beyond it is not worth its parsing, which a hostile one makes quadratic. */
const MOST_CHARS = 4000;

export interface ServerSays {
  /** The server's own time for the request. */
  serverMs?: Millis | undefined;
  /** How long the request's body took to arrive; `serverMs` then counts from its end. */
  recvMs?: Millis | undefined;
  /** The header that `serverMs` comes from. */
  source?: string | undefined;
  /** What the server says is simulated. */
  simulated: string[];
}

interface Metric {
  name: string;
  /** Not a number where it was not said. */
  duration: number;
  description: string;
}

/**
 * Reads `Server-Timing` (W3C Server Timing): from the header where it is exposed,
 * else from the Resource Timing entry, which cannot tell a duration of 0 from
 * none. `app` is the server's own time, and where there are several of it the
 * last, which the outermost server added; `recv` the time that the request's
 * body took to arrive; `simulated` marks a synthetic link or model.
 */
export function readServerTiming(
  entry: PerformanceResourceTiming | undefined,
  header: string | null | undefined,
): ServerSays {
  const says: ServerSays = { simulated: [] };
  for (const { name, duration, description } of header
    ? parseHeader(header.slice(0, MOST_CHARS))
    : metricsOf(entry)) {
    const ms = duration >= 0 && Number.isFinite(duration) ? millis(duration) : undefined;
    if (name === 'app') says.serverMs = ms ?? says.serverMs;
    if (says.serverMs !== undefined) says.source = 'server-timing';
    if (name === 'recv') says.recvMs = ms ?? says.recvMs;
    if (name === 'simulated' && says.simulated.length < MOST_LABELS)
      says.simulated.push(description === '' ? 'yes' : description.slice(0, MOST_LABEL_CHARS));
  }
  return says;
}

/**
 * Headers by which others tell their own time until the answer begins, in ms:
 * OpenAI's, and Envoy's, which counts the servers behind it (envoyproxy.io, HTTP
 * router filter). A page sees them where they are exposed
 * (`Access-Control-Expose-Headers`).
 */
const OWN_TIME_HEADERS = ['openai-processing-ms', 'x-envoy-upstream-service-time'];

/** What `Server-Timing` says, and where that is silent, another header. */
export function readServerTimes(entry: PerformanceResourceTiming | undefined, headers: Headers): ServerSays {
  const says = readServerTiming(entry, headers.get('server-timing'));
  for (const source of OWN_TIME_HEADERS) {
    const text = headers.get(source)?.trim() ?? '';
    if (says.serverMs === undefined && /^\d+(\.\d+)?$/.test(text))
      Object.assign(says, { serverMs: millis(Number(text)), source });
  }
  return says;
}

function metricsOf(entry: PerformanceResourceTiming | undefined): Metric[] {
  // Outside of a secure context there is no `serverTiming`.
  return [...(entry?.serverTiming ?? [])].map(({ name, duration, description }) => ({
    name,
    duration: duration === 0 ? Number.NaN : duration,
    description,
  }));
}

const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
/** What stands between two commas, or between two semicolons, quoted strings (RFC 9110, 5.6.4) left whole. */
const METRIC = new RegExp(`(?:${QUOTED}|[^,"]|")+`, 'g');
const PART = new RegExp(`(?:${QUOTED}|[^;"]|")+`, 'g');
const TOKEN = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)/;
const PARAM = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/;

/** As browsers do: what follows a name or a value in its part is passed over, and of equal parameters the first counts. */
function parseHeader(header: string): Metric[] {
  return (header.match(METRIC) ?? []).flatMap((metric) => {
    const [head = '', ...params] = metric.match(PART) ?? [];
    const name = TOKEN.exec(head)?.[1];
    if (name === undefined) return [];
    const values = new Map<string, string>();
    for (const param of params) {
      const [, key, quoted, plain = ''] = PARAM.exec(param) ?? [];
      const lower = key?.toLowerCase();
      if (lower !== undefined && !values.has(lower))
        values.set(lower, quoted?.replace(/\\(.)/g, '$1') ?? plain);
    }
    const dur = values.get('dur')?.trim();
    return [{ name, duration: dur ? Number(dur) : Number.NaN, description: values.get('desc') ?? '' }];
  });
}
