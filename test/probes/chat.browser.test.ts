import { describe, expect, inject, it } from 'vitest';
import { openProbe } from './probe-bench.ts';

const faults = inject('faultsUrl');
const chat = {
  kind: 'chat',
  protocol: 'openai',
  url: `${inject('targetUrl')}/v1/chat/completions`,
  timeoutMs: 1500,
};
const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ delta: { role: 'assistant', content }, finish_reason: finish }] })}\n\n`;

/** A network that answers with a stream, which it ends or leaves open. */
const streamOf = (parts: string[], ends: boolean) => () =>
  Promise.resolve(
    new Response(
      new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
          if (ends) controller.close();
        },
      }),
    ),
  );

describe('chat probe', () => {
  it('times first token, pace and end of a stream, and counts tokens from the usage record', async () => {
    const { fire } = await openProbe({ ...chat, url: `${faults}/chat/ok` });
    const sample = await fire();
    expect(sample).toMatchObject({ outcome: 'ok', chunks: 2, tokensOut: 3, finishReason: 'stop' });
    if (sample.outcome !== 'ok') throw new Error(sample.outcome);
    expect(sample.rttMs).toBeUndefined();
    expect(sample.ttfoMs).toBe(sample.ttftMs);
    expect(sample.e2eMs).toBeGreaterThanOrEqual(sample.ttftMs ?? Number.POSITIVE_INFINITY);
    // Both contents came in one read, so that the pace cannot be told from zero, but it is a measurement.
    expect(sample.tpotMs).toBeGreaterThanOrEqual(0);
  });

  it('takes [DONE] as the end where the server leaves the connection open', async () => {
    const { fire } = await openProbe({ ...chat, url: `${faults}/chat/open` });
    expect(await fire()).toMatchObject({ outcome: 'ok', finishReason: 'stop' });
  });

  it.each([
    ['/chat/cut', 'failed', 'truncated'],
    ['/chat/short', 'failed', 'truncated'],
    ['/chat/error', 'failed', 'stream-error'],
    ['/chat/garbage', 'failed', 'malformed'],
    ['/chat/html', 'failed', 'malformed'],
    ['/429', 'failed', 'throttled'],
    ['/500', 'failed', 'http-status'],
    ['/no-cors', 'failed', 'cors'],
    ['/chat/hang', 'timeout', undefined],
  ])('never takes %s for success', async (path, outcome, error) => {
    const { fire } = await openProbe({ ...chat, url: `${faults}${path}` });
    const sample = await fire();
    expect(sample.outcome).toBe(outcome);
    expect('error' in sample ? sample.error : undefined).toBe(error);
  });

  it('takes a finish reason as the end where no [DONE] comes and the connection is left open', async () => {
    const { fire, clock } = await openProbe(
      { ...chat, url: `${faults}/chat/open` },
      {
        fetch: async (url, init) => {
          const { body } = await fetch(url, init);
          const text = body?.pipeThrough(new TextDecoderStream()).pipeThrough(
            new TransformStream<string, string>({
              transform: (part, out) => out.enqueue(part.replace('data: [DONE]', ': nothing')),
            }),
          );
          return new Response(text?.pipeThrough(new TextEncoderStream()) ?? null);
        },
      },
    );
    const sample = await fire();
    expect(sample).toMatchObject({ outcome: 'ok', finishReason: 'stop' });
    // It ends with its last byte, not with the wait for more.
    const sinceDue = clock.now() - sample.dueMonoMs;
    expect('responseMs' in sample && sample.responseMs).toBeLessThan(sinceDue - 400);
  });

  it('takes the usage record that follows the finish reason', async () => {
    const usage = 'data: {"choices":[],"usage":{"completion_tokens":7}}\n\n';
    const { fire } = await openProbe(chat, { fetch: streamOf([chunk('a', 'stop'), usage], true) });
    expect(await fire()).toMatchObject({ outcome: 'ok', tokensOut: 7 });
  });

  it('calls a stream that ends after its role-only first chunk truncated', async () => {
    const { fire } = await openProbe(chat, { fetch: streamOf([chunk('')], true) });
    expect(await fire()).toMatchObject({ outcome: 'failed', error: 'truncated' });
  });

  it('sends the key as a header, and only there', async () => {
    const { fire, notes } = await openProbe(
      { ...chat, url: `${faults}/chat/ok` },
      { secret: { header: 'Authorization', value: 'Bearer hunter2' } },
    );
    expect(JSON.stringify([await fire(), notes])).not.toContain('hunter2');
  });
});
