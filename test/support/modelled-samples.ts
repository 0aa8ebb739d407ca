import type { Due, Readings, Sample } from '../../src/core/sample.ts';
import { createSchedule } from '../../src/core/schedule/schedule.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { seededRandom } from './seeded-random.ts';

export interface ModelOptions {
  seed?: number;
  /** The step of the clock: 5 (Chromium, isolated), 20 (Firefox, isolated), 100 or 1000 µs. */
  stepUs?: number;
  /** How long the worker has run at the first due time. */
  upMs?: number;
  /** How long the machine had run when the worker started: what Chromium takes its readings as differences from. */
  bootMs?: number;
  firstSeq?: number;
  intervalMs?: number;
  jitter?: number;
  arrivals?: 'poisson';
  /** Due times as the engine makes them; else as a schedule gives them, with all bits. */
  isRounded?: boolean;
  tokens?: number;
}

const ORIGIN_EPOCH_MS = 1_790_000_000_000.413;

/**
 * Samples with the distributions of a satellite link (a level for each 15 s slot, a tail of losses)
 * and the arithmetic of the app: each moment is a reading of a clock with steps, and each duration the
 * difference of two, so that a batch of them holds the same bits and noise as a measured one.
 */
class Model {
  readonly random: () => number;
  readonly #options: ModelOptions;
  readonly #schedule;
  #slot = -1;
  #levelMs = 40;

  constructor(options: ModelOptions) {
    const { seed = 1, intervalMs = 1000, jitter = 0.4, arrivals } = options;
    this.#options = options;
    this.random = seededRandom(seed);
    this.#schedule = createSchedule({ intervalMs, jitter, arrivals }, seed, 0);
  }

  /** A reading of the clock. */
  read(ms: number): number {
    const { stepUs = 5, bootMs = 15_332_290.345 } = this.#options;
    return (Math.floor((ms * 1000) / stepUs) * stepUs + Math.round(bootMs * 1000)) / 1000 - bootMs;
  }

  exponential(meanMs: number): number {
    return -Math.log(1 - this.random()) * meanMs;
  }

  due(i: number): { due: Due; sentMs: number } {
    const { firstSeq = 0, upMs = 5000, isRounded = true } = this.#options;
    const seq = firstSeq + i;
    const exactMs = this.read(upMs) + this.#schedule.dueMs(seq) - this.#schedule.dueMs(firstSeq);
    const dueMs = isRounded ? Math.round(exactMs * 1024) / 1024 : exactMs;
    const sentMs = this.read(dueMs + 0.03 + this.exponential(0.15));
    const nowMs = this.read(sentMs + 0.004 + this.exponential(0.006));
    const dueEpochMs = epochMillis(Math.floor(ORIGIN_EPOCH_MS + nowMs) - (nowMs - dueMs));
    return { due: { seq, dueMonoMs: millis(dueMs), dueEpochMs }, sentMs };
  }

  rttMs(atMs: number): number {
    const slot = Math.floor(atMs / 15_000);
    if (slot !== this.#slot) {
      this.#slot = slot;
      this.#levelMs = 28 + 30 * this.random();
    }
    return this.#levelMs + this.exponential(6) + (this.random() < 0.02 ? this.exponential(60) : 0);
  }
}

const LOST = 0.004;
const NEW = 0.005;

/** Requests with all phases, over connections that are mostly reused. */
export function httpSamples(count: number, options: ModelOptions = {}): Sample[] {
  const model = new Model(options);
  return Array.from({ length: count }, (_, i): Sample => {
    const { due, sentMs } = model.due(i);
    const lateMs = millis(sentMs - due.dueMonoMs);
    if (model.random() < LOST) return { ...due, lateMs, outcome: 'timeout', bytesUp: 430, preflight: false };
    return { ...due, lateMs, outcome: 'ok', ...requestOf(model, due, sentMs) };
  });
}

function requestOf(model: Model, { dueMonoMs }: Due, sentMs: number) {
  const after = (ms: number, by: number) => model.read(ms + by);
  const isNew = model.random() < NEW;
  const networkMs = model.rttMs(dueMonoMs);
  const fetchMs = after(sentMs, 0.1 + model.exponential(0.1));
  const lookedUpMs = isNew ? after(fetchMs, 10 + model.exponential(5)) : fetchMs;
  const connectedMs = isNew ? after(lookedUpMs, networkMs) : fetchMs;
  const securedMs = isNew ? after(connectedMs, networkMs) : fetchMs;
  const requestMs = after(securedMs, 0.05 + model.exponential(0.15));
  const serverMs = Math.round((0.05 + model.exponential(0.08)) * 1000) / 1000;
  const firstMs = after(requestMs, networkMs + serverMs);
  const endMs = after(firstMs, 0.2 + model.exponential(0.5));
  return {
    httpStatus: 200,
    responseMs: millis(endMs - dueMonoMs),
    serviceMs: millis(endMs - sentMs),
    queueMs: millis((isNew ? fetchMs : requestMs) - fetchMs),
    dnsMs: isNew ? millis(lookedUpMs - fetchMs) : undefined,
    connectMs: isNew ? millis(connectedMs - lookedUpMs) : undefined,
    tlsMs: isNew ? millis(securedMs - connectedMs) : undefined,
    ttfbMs: millis(firstMs - sentMs),
    downloadMs: millis(endMs - firstMs),
    rttMs: isNew ? undefined : millis(Math.max(0, firstMs - requestMs - serverMs)),
    serverMs: millis(serverMs),
    serverSource: 'server-timing',
    newConnection: isNew,
    preflight: false,
    timingSource: 'resource-timing',
    protocol: 'h2',
    bytesUp: 430,
    bytesDown: model.random() < 0.3 ? 321 : 320,
  } satisfies Readings;
}

/** Echoes of a server that adds its times, which tells the one-way delays. */
export function websocketSamples(count: number, options: ModelOptions = {}): Sample[] {
  const model = new Model(options);
  const wallMs = (ms: number) => Math.round((ORIGIN_EPOCH_MS + 3.7 + ms * 1.00001) * 1000) / 1000;
  let first: { up: number; down: number } | undefined;
  return Array.from({ length: count }, (_, i): Sample => {
    const { due, sentMs } = model.due(i);
    const lateMs = millis(sentMs - due.dueMonoMs);
    if (model.random() < LOST) return { ...due, lateMs, outcome: 'timeout', bytesUp: 78 };
    const networkMs = model.rttMs(due.dueMonoMs);
    const receivedEpochMs = wallMs(sentMs + networkMs / 2);
    const sentEpochMs = wallMs(sentMs + networkMs / 2 + 0.02 + model.exponential(0.03));
    const endMs = model.read(sentMs + networkMs + 0.1);
    const serverMs = sentEpochMs - receivedEpochMs;
    const [up, down] = [receivedEpochMs - sentMs, endMs - sentEpochMs];
    first ??= { up, down };
    return {
      ...due,
      lateMs,
      outcome: 'ok',
      responseMs: millis(endMs - due.dueMonoMs),
      serviceMs: millis(endMs - sentMs),
      serverMs: millis(serverMs),
      rttMs: millis(endMs - sentMs - serverMs),
      owdUpMs: millis(up - first.up),
      owdDownMs: millis(down - first.down),
      reordered: false,
      newConnection: false,
      timingSource: 'message-event',
      bytesUp: 78,
      bytesDown: 94,
    };
  });
}

/** Answers of a model that streams so many tokens each, most of them a chunk of their own. */
export function chatSamples(count: number, options: ModelOptions = {}): Sample[] {
  const model = new Model({ intervalMs: 30_000, ...options });
  const { tokens = 64 } = options;
  return Array.from({ length: count }, (_, i): Sample => {
    const { due, sentMs } = model.due(i);
    const lateMs = millis(sentMs - due.dueMonoMs);
    if (model.random() < LOST) return { ...due, lateMs, outcome: 'timeout', bytesUp: 900 };
    const request = requestOf(model, due, sentMs);
    const firstMs = model.read(sentMs + request.ttfbMs + 20 + model.exponential(40));
    const iclMs: number[] = [];
    let lastMs = firstMs;
    for (let token = 1; token < tokens; token += 1) {
      // Some chunks come in one read.
      const nextMs = model.random() < 0.1 ? lastMs : model.read(lastMs + 8 + model.exponential(4));
      iclMs.push(nextMs - lastMs);
      lastMs = nextMs;
    }
    const endMs = model.read(lastMs + 0.5);
    const e2eMs = lastMs - sentMs;
    return {
      ...due,
      ...request,
      lateMs,
      outcome: 'ok',
      rttMs: undefined,
      responseMs: millis(endMs - due.dueMonoMs),
      serviceMs: millis(endMs - sentMs),
      downloadMs: millis(endMs - sentMs - request.ttfbMs),
      ttftMs: millis(firstMs - sentMs),
      ttfoMs: millis(firstMs - sentMs),
      e2eMs: millis(e2eMs),
      tpotMs: millis((e2eMs - (firstMs - sentMs)) / (tokens - 1)),
      tokensPerS: tokens / (e2eMs / 1000),
      tokensOut: tokens,
      tokensIn: 40,
      chunks: tokens,
      reads: tokens - Math.floor(8 * model.random()),
      events: tokens + 2,
      keepAlives: 0,
      stalls: 0,
      longestGapMs: millis(Math.max(...iclMs)),
      finishReason: 'stop',
      networkTtftMs: millis(request.ttfbMs - request.serverMs),
      iclMs: iclMs.map(millis),
    };
  });
}
