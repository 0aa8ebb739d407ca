import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePlan } from '../../src/core/plan.ts';
import { identifySimulated } from '../../src/worker/identify.ts';

let server: Server;
let asked: (string | undefined)[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url);
    // The first request is lost in an outage.
    if (asked.length === 1) request.socket.resetAndDestroy();
    else response.writeHead(200, { 'server-timing': 'simulated;desc="starlink"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const NOBODY = { found: () => {}, spent: () => {} };

function planOf(path: string) {
  const { port } = server.address() as AddressInfo;
  const probe = { kind: 'websocket', name: 'e', url: `ws://127.0.0.1:${port}${path}`, intervalMs: 1000 };
  const result = parsePlan(
    JSON.stringify({ dishprobePlan: 1, name: 'p', durationS: 60, probes: [probe, { ...probe, name: 'f' }] }),
  );
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.plan;
}

describe('asking an echo endpoint whether its link is simulated', () => {
  it('asks each host once more where the first request is lost', async () => {
    const found: string[] = [];
    let bytes = 0;
    await identifySimulated(planOf('/echo?x=1'), {
      found: (label) => found.push(label),
      spent: (more) => {
        bytes += more;
      },
    });
    expect(found).toEqual(['starlink']);
    // Of both: what is lost was sent all the same.
    expect(bytes).toBe(2000);
    expect(asked).toEqual(['/ping', '/ping']);
  });

  it('leaves other endpoints alone', async () => {
    await identifySimulated(planOf('/echoes'), NOBODY);
    expect(asked).toEqual([]);
  });

  it('stops when told', async () => {
    const stop = new AbortController();
    const asking = identifySimulated(planOf('/echo'), NOBODY, stop.signal);
    server.once('request', () => stop.abort());
    await asking;
    stop.abort();
    await identifySimulated(planOf('/echo'), NOBODY, stop.signal);
    expect(asked).toHaveLength(1);
  });
});
