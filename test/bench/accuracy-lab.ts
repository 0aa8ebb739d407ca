import * as v from 'valibot';
import { endedSchema, openedSchema, runSchema } from '../support/bench-messages.ts';
import { type Child, startChild } from '../support/child.ts';
import type { LinkRecord } from '../support/link-truth.ts';
import { type Wire, wireOf } from '../support/link-wire.ts';
import type { RawOptions, RawRun } from '../support/raw-client.ts';
import { BASE_RTT_MS, type Scenario } from './accuracy-scenarios.ts';

/** One client's run over the link, with what the raw client saw meanwhile and what the link did. */
export interface Watched<T> {
  result: T;
  /** Due times within the run alone. */
  raw: RawRun;
  record: LinkRecord;
  /** The client's requests as they went over the link. */
  wire: Wire;
}

interface Run {
  scenario: Scenario;
  server: 'reference' | 'cloudflare';
  seconds: number;
  raw: Omit<RawOptions, 'port'>;
}

const nothing = v.undefined();

/** The emulated link and the raw client, each in a process of its own. */
export class Lab {
  readonly #link: Child;
  readonly #raw: Child;

  private constructor(link: Child, raw: Child) {
    this.#link = link;
    this.#raw = raw;
  }

  static async open(): Promise<Lab> {
    const [link, raw] = await Promise.all([
      startChild('test/support/link-process.ts'),
      startChild('test/support/raw-client-process.ts'),
    ]);
    return new Lab(link, raw);
  }

  /**
   * Runs `client` on a link of its own. It gets the link's port, and has to call
   * `begin` once it is ready: from then on the link does what the scenario says,
   * and counts what is due.
   */
  async watch<T>(
    { scenario, server, seconds, raw }: Run,
    client: (port: number, begin: () => Promise<void>) => Promise<T>,
  ): Promise<Watched<T>> {
    const { port, rawPort } = await this.#link.ask('open', { server, rttMs: BASE_RTT_MS }, openedSchema);
    let started = false;
    const begin = async () => {
      await this.#raw.ask('start', { port: rawPort, ...raw }, nothing);
      started = true;
      const { delay, holds } = scenario;
      await this.#link.ask('begin', { delay, holds }, nothing);
    };
    const result = await client(port, begin);
    if (!started) throw new Error('The client never began.');
    const seen = await this.#raw.ask('stop', undefined, runSchema);
    const { record, passages } = await this.#link.ask('end', undefined, endedSchema);
    const within = ({ dueEpochMs }: { dueEpochMs: number }) => isWithin(record, seconds, dueEpochMs);
    return {
      result,
      raw: { http: seen.http.filter(within), websocket: seen.websocket.filter(within) },
      record,
      wire: wireOf(passages, port),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#link.close(), this.#raw.close()]);
  }
}

/** Whether a time falls into the first `seconds` of what the link recorded. */
export function isWithin({ startedEpochMs }: LinkRecord, seconds: number, epochMs: number): boolean {
  return epochMs >= startedEpochMs && epochMs < startedEpochMs + seconds * 1000;
}
