import { afterEach, describe, expect, inject, it } from 'vitest';
import { closeAll, expectVerdict, openBad, type Verdicts, verdictOf } from './bad-input.ts';

const faults = inject('faultsUrl').replace('http', 'ws');
const TIMEOUT_MS = 400;
const echo = { kind: 'websocket', timeoutMs: TIMEOUT_MS };

afterEach(closeAll);

describe('a websocket probe that meets', () => {
  it.each([
    ['a plain answer', '/ws/no-upgrade'],
    ['404', '/ws/not-found'],
    ['a redirect', '/ws/elsewhere'],
    ['no answer at all', '/ws/hang'],
    ['noise for an answer', '/ws/noise-for-answer'],
    ['a wrong Sec-WebSocket-Accept', '/ws/wrong-accept'],
    ['an extension it did not offer', '/ws/wrong-extension'],
  ])('%s has no connection', async (_name, path) => {
    const bench = await openBad({ ...echo, url: `${faults}${path}` });
    await expectVerdict(bench, ['failed dns-or-connect'], TIMEOUT_MS);
    await expectSoundEcho();
  });

  it.each([
    ['noise', '/ws/noise'],
    ['a reserved opcode', '/ws/reserved-opcode'],
    ['reserved bits', '/ws/reserved-bits'],
    ['a text that is none', '/ws/bad-text'],
    ['a close code that may not be sent', '/ws/bad-close'],
    ['a ping that is too long', '/ws/long-ping'],
    ['a frame cut by the end of the connection', '/ws/cut-frame'],
  ])('%s loses its connection and connects again', async (_name, path) => {
    const bench = await openBad({ ...echo, url: `${faults}${path}`, timeoutMs: 3000 });
    await expectVerdict(bench, ['failed aborted'], 3000);
    const connects = () => bench.notes.filter(({ kind }) => kind === 'connect').length;
    await expect.poll(connects, { timeout: 3000 }).toBe(2);
    await expectSoundEcho();
  });

  it.each<[string, string, Verdicts]>([
    ['half of a frame', '/ws/half-frame', ['timeout']],
    // Firefox lets both pass.
    ['a masked frame', '/ws/masked', ['failed aborted', 'timeout']],
    ['a subprotocol where it offered none', '/ws/wrong-protocol', ['failed dns-or-connect', 'timeout']],
    ['a frame of 9 EB', '/ws/endless-frame', ['timeout', 'failed aborted']],
  ])('%s fails or times out', async (_name, path, wanted) => {
    const bench = await openBad({ ...echo, url: `${faults}${path}` });
    await expectVerdict(bench, wanted, TIMEOUT_MS);
    await expectSoundEcho();
  });

  it('another subprotocol than it offered has no connection', async () => {
    const bench = await openBad({ ...echo, url: `${faults}/ws/wrong-protocol`, subprotocol: 'mine.v1' });
    // Which name depends on whether the browser lets it pass where none is offered.
    await expectVerdict(bench, ['failed dns-or-connect', 'failed malformed'], TIMEOUT_MS);
    await expectSoundEcho();
  });

  it.each([
    ['1011', '/ws/close'],
    ['4000', '/ws/close-4000'],
    ['1006', '/ws/close-1006'],
  ])('close code %s fails what is in flight and says the code', async (code, path) => {
    const bench = await openBad({ ...echo, url: `${faults}${path}`, timeoutMs: 3000 });
    for (let i = 0; i < 3; i += 1) await expectVerdict(bench, ['ok'], 3000);
    await expectVerdict(bench, ['failed aborted'], 3000);
    expect(bench.notes.find(({ kind }) => kind === 'disconnect')?.detail).toContain(code);
  });

  it.each([
    ['echoes of a number it never sent', '/ws/unknown-number'],
    ['echoes without a number', '/ws/no-number'],
    ['echoes with a wrong tag', '/ws/wrong-tag'],
    ['a message of 20 MB', '/ws/huge'],
    ['a flood of other messages', '/ws/flood'],
  ])('%s keeps to its own echoes', async (_name, path) => {
    const bench = await openBad({ ...echo, url: `${faults}${path}`, timeoutMs: 10_000 });
    for (let seq = 0; seq < 5; seq += 1) {
      const sample = await expectVerdict(bench, ['ok'], 10_000);
      expect(sample.seq).toBe(seq);
    }
    await expectSoundEcho();
  });

  it('pings without end times out and takes no harm', async () => {
    // Time for the connection itself: the pings come right behind the handshake.
    const timeoutMs = 2000;
    const bench = await openBad({ ...echo, url: `${faults}/ws/ping-flood`, timeoutMs });
    await expectVerdict(bench, ['timeout', 'failed aborted'], timeoutMs);
    await expectSoundEcho();
  });
});

async function expectSoundEcho(): Promise<void> {
  const { fire } = await openBad({ ...echo, url: `${faults}/ws/echo`, timeoutMs: 5000 });
  expect(verdictOf(await fire())).toBe('ok');
}
