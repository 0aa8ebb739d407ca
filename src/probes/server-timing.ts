import { type Millis, millis } from '../core/units.ts';

export interface ServerSays {
  /** The server's own time for the request. */
  serverMs?: Millis | undefined;
  /** What the server says is simulated. */
  simulated: string[];
}

/**
 * Reads `Server-Timing` (W3C Server Timing) from the Resource Timing entry, or
 * from the header where it is exposed. `app` is the server's own time;
 * `simulated` marks a synthetic link or model.
 */
export function readServerTiming(
  entry: PerformanceResourceTiming | undefined,
  header: string | null | undefined,
): ServerSays {
  // Outside of a secure context there is no `serverTiming`.
  const metrics = entry?.serverTiming?.length ? entry.serverTiming : parseHeader(header ?? '');
  let serverMs: Millis | undefined;
  const simulated: string[] = [];
  for (const { name, duration, description } of metrics) {
    if (name === 'app' && duration >= 0) serverMs = millis(duration);
    if (name === 'simulated') simulated.push(description === '' ? 'yes' : description);
  }
  return { serverMs, simulated };
}

function parseHeader(header: string) {
  return header
    .split(',')
    .map((metric) => metric.split(';').map((part) => part.trim()))
    .filter(([name]) => name !== undefined && name !== '')
    .map(([name = '', ...params]) => ({
      name,
      duration: Number(paramOf(params, 'dur') ?? Number.NaN),
      description: paramOf(params, 'desc') ?? '',
    }));
}

function paramOf(params: string[], key: string): string | undefined {
  const found = params.find((param) => param.toLowerCase().startsWith(`${key}=`));
  return found?.slice(key.length + 1).replace(/^"(.*)"$/, '$1');
}
