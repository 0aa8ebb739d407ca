import { describe, expect, inject, it } from 'vitest';
import type { ProbeNote } from '../../src/core/probe.ts';
import type { Sample } from '../../src/core/sample.ts';
import { millis } from '../../src/core/units.ts';
import { createProbe } from '../../src/probes/create-probe.ts';
import { ResourceTimings } from '../../src/probes/resource-timings.ts';
import { createClock } from '../../src/worker/clock.ts';
import { specOf } from '../probes/probe-bench.ts';

const faults = inject('faultsUrl');
const target = inject('targetUrl');
const URL_A = `${target}/ping?bytes=1`;

/** A real probe on the real clock whose network is a function. */
function benchOf(spec: object, network: typeof fetch) {
  const clock = createClock();
  const samples: Sample[] = [];
  const notes: ProbeNote[] = [];
  let told = () => {};
  const probe = createProbe(specOf(spec), {
    clock,
    sink: (sample) => {
      samples.push(sample);
      told();
    },
    note: (note) => notes.push(note),
    timings: new ResourceTimings(clock),
    fetch: network,
    WebSocket,
    simulated: () => {},
  });
  let seq = 0;
  const fire = () => {
    const now = clock.now();
    probe.fire({
      seq: seq++,
      dueMonoMs: now,
      dueEpochMs: clock.epochNow(),
      sentMonoMs: now,
      lateMs: millis(0),
    });
    return new Promise<Sample>((resolve) => {
      told = () => resolve(samples[samples.length - 1] as Sample);
    });
  };
  return { probe, fire, clock };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isKnock = (init: RequestInit | undefined) => init?.mode === 'no-cors';
const untilAborted = (init: RequestInit | undefined) =>
  new Promise<never>((_, reject) =>
    init?.signal?.addEventListener('abort', () => reject(new TypeError('aborted'))),
  );

describe('request', () => {
  it('keeps an answer that was complete before the timeout, though its timing entry is awaited beyond it', async () => {
    const { fire } = benchOf({ kind: 'http', url: URL_A, timeoutMs: 300 }, async () => {
      await pause(120);
      return new Response('x');
    });
    expect((await fire()).outcome).toBe('ok');
  });

  it('calls a request that was refused before the timeout failed, however long its reason takes to find', async () => {
    const { fire } = benchOf({ kind: 'http', url: URL_A, timeoutMs: 500 }, (_url, init) =>
      isKnock(init) ? untilAborted(init) : Promise.reject(new TypeError('refused')),
    );
    expect((await fire()).outcome).toBe('failed');
  });

  it('does not blame CORS for one broken connection to an endpoint whose answers could be read before', async () => {
    let calls = 0;
    const { fire } = benchOf({ kind: 'http', url: URL_A }, async (url, init) => {
      calls += 1;
      if (isKnock(init)) return await fetch(url, init);
      if (calls > 1) throw new TypeError('connection reset');
      return await fetch(url, init);
    });
    expect((await fire()).outcome).toBe('ok');
    expect(await fire()).not.toMatchObject({ error: 'cors' });
  });

  it('drops its requests when the run closes it', async () => {
    let signal: AbortSignal | null | undefined;
    const { probe, fire } = benchOf(
      { kind: 'chat', protocol: 'openai', url: URL_A, timeoutMs: 60_000 },
      (_u, init) => {
        signal = init?.signal;
        return untilAborted(init);
      },
    );
    void fire();
    probe.close();
    expect(signal?.aborted).toBe(true);
  });

  it('counts the bytes of an answer that was cut by the timeout', async () => {
    const { fire } = benchOf(
      { kind: 'http', url: `${faults}/trickle`, timeoutMs: 500 },
      fetch.bind(globalThis),
    );
    const sample = await fire();
    expect(sample).toMatchObject({ outcome: 'timeout', bytesDown: expect.any(Number) });
  });
});

describe('chat', () => {
  const streamOf = (parts: string[], end: boolean) =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
          if (end) controller.close();
        },
      }),
    );
  const chunk = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ choices: [{ delta, finish_reason: finish }] })}\n\n`;
  const spec = { kind: 'chat', protocol: 'openai', url: `${target}/v1/chat/completions`, timeoutMs: 2000 };

  it('takes a finish reason as the end where the server sends no [DONE] and leaves the connection open', async () => {
    const { fire } = benchOf(spec, async () => streamOf([chunk({ content: 'a' }), chunk({}, 'stop')], false));
    expect((await fire()).outcome).toBe('ok');
  });

  it('calls a stream that ends after its role-only first chunk truncated', async () => {
    const { fire } = benchOf(spec, async () => streamOf([chunk({ role: 'assistant', content: '' })], true));
    expect(await fire()).toMatchObject({ error: 'truncated' });
  });
});

describe('resource timings', () => {
  it('never gives one request the entry of another that was sent half a second later', async () => {
    const clock = createClock();
    const timings = new ResourceTimings(clock);
    const url = `${target}/ping?bytes=77`;
    const sentFirst = clock.now();
    await pause(500);
    const sentSecond = clock.now();
    await (await fetch(url)).text();
    // The first request is still on its way; its entry is not there yet.
    expect((await timings.find(url, sentFirst))?.startTime).toBeUndefined();
    expect(await timings.find(url, sentSecond)).toBeDefined();
    timings.close();
  });
});
