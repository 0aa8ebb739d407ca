import { createSchedule } from '../../src/core/schedule/schedule.ts';
import { runAt } from './precise-timer.ts';
import { RawHttp } from './raw-client-http.ts';
import { RawWebSocket } from './raw-client-websocket.ts';

/** One due time of the raw client. */
export interface RawSample {
  dueEpochMs: number;
  /** From the due time to the answer; undefined where none came. */
  responseMs?: number | undefined;
  /** From the sending to the first byte of the answer, less the server's own time where it is told. */
  rttMs?: number | undefined;
}

export interface RawProbe {
  path: string;
  intervalMs: number;
}

export interface RawOptions {
  port: number;
  /** `connections`: that many stand from the beginning; a request due while none is free is not sent. */
  http?: (RawProbe & { connections: number }) | undefined;
  websocket?: RawProbe | undefined;
}

export interface RawRun {
  http: RawSample[];
  websocket: RawSample[];
}

const JITTER = 0.4;
const SEED = 20;

/**
 * The truth that the browsers are held against: an open loop on raw sockets of
 * Node, on the same link in the same minutes. Starts at once when it resolves;
 * `stop` ends it and gives back what was seen.
 */
export async function startRawClient(options: RawOptions): Promise<{ stop(): RawRun }> {
  const run: RawRun = { http: [], websocket: [] };
  const echoes = new Map<number, { sample: RawSample; dueMs: number; sentMs: number }>();
  const stops: (() => void)[] = [];
  if (options.http !== undefined) {
    const { path, connections } = options.http;
    const client = await RawHttp.open(options.port, path, connections);
    const send = (sample: RawSample, dueMs: number): void => {
      const sentMs = performance.now();
      client.ask()?.then(
        ({ firstByteMs, serverMs }) => {
          sample.responseMs = firstByteMs - dueMs;
          sample.rttMs = firstByteMs - sentMs - serverMs;
        },
        () => undefined,
      );
    };
    stops.push(openLoop(options.http, 0, run.http, send), () => client.close());
  }
  if (options.websocket !== undefined) {
    const client = await RawWebSocket.open(options.port, options.websocket.path, (seq, atMs) => {
      const echo = echoes.get(seq);
      echoes.delete(seq);
      if (echo === undefined) return;
      echo.sample.responseMs = atMs - echo.dueMs;
      echo.sample.rttMs = atMs - echo.sentMs;
    });
    const send = (sample: RawSample, dueMs: number, seq: number): void => {
      echoes.set(seq, { sample, dueMs, sentMs: performance.now() });
      client.send(seq);
    };
    stops.push(openLoop(options.websocket, 1, run.websocket, send), () => client.close());
  }
  return {
    stop() {
      for (const stop of stops) stop();
      return run;
    },
  };
}

/** Calls `send` at each due time, whatever became of the ones before. */
function openLoop(
  { intervalMs }: RawProbe,
  index: number,
  samples: RawSample[],
  send: (sample: RawSample, dueMs: number, seq: number) => void,
): () => void {
  const schedule = createSchedule({ intervalMs, jitter: JITTER }, SEED, index);
  const startMs = performance.now();
  let cancel = (): void => undefined;
  const wait = (seq: number): void => {
    const dueMs = startMs + schedule.dueMs(seq);
    cancel = runAt(dueMs, () => {
      const sample: RawSample = { dueEpochMs: performance.timeOrigin + dueMs };
      samples.push(sample);
      send(sample, dueMs, seq);
      wait(seq + 1);
    });
  };
  wait(0);
  return () => cancel();
}
