import type { Plan } from '../core/plan.ts';
import type { Sample } from '../core/sample.ts';
import { type Decision, judge, type ShareEstimate } from '../core/verdict/attainment.ts';
import { BLOCK_MS, weighed } from '../core/verdict/count-blocks.ts';
import { judgedBy, type Limit, limitsOf, type Yardstick, yardstickOf } from '../core/verdict/limits.ts';
import { decisive, type Finding, overall } from '../core/verdict/overall.ts';
import { PROFILES } from '../core/verdict/profiles.ts';
import { warmUpOf } from '../core/warm-up.ts';
import type { LiveVerdict } from './protocol.ts';

/** The limits of a running campaign. It may be looked at each second: the interval is the one that allows it. */
export class LiveLimits {
  readonly #counters: { probeIndex: number; counter: Counter }[];
  /** Limits that no probe of the plan measures, and availability, which is decided at the planned end alone. */
  readonly #unjudged: Finding[];
  readonly #canProve: boolean;

  constructor(plan: Plan) {
    const limits = limitsOf(plan).map((limit) => ({ limit, judges: judgedBy(limit, plan.probes) }));
    this.#counters = limits.flatMap(({ limit, judges }) =>
      judges.map((spec) => ({
        probeIndex: plan.probes.indexOf(spec),
        counter: new Counter(limit, spec.name, warmUpOf(spec)),
      })),
    );
    this.#unjudged = limits
      .filter(({ judges }) => judges.length === 0)
      .map(({ limit }) => ({ limit, decision: 'not-enough-data' }));
    this.#canProve = PROFILES[plan.profile].cannotProve === undefined;
  }

  /** `replaces`: the sample takes the place of a timeout that was counted before. */
  add(probeIndex: number, sample: Sample, replaces: boolean): void {
    for (const other of this.#counters)
      if (other.probeIndex === probeIndex) other.counter.add(sample, replaces);
  }

  verdict(): LiveVerdict {
    // A pass over the minutes of a month takes milliseconds: at most one a look.
    const due = this.#counters.find(({ counter }) => counter.isDue);
    due?.counter.judge();
    const judged = this.#counters.map(({ counter }) => counter.finding());
    const lead = decisive(judged);
    const at = lead === undefined ? -1 : judged.indexOf(lead);
    const waits = this.#unjudged.some(({ limit }) => limit.metric !== 'availability') ? undefined : true;
    return {
      answer: overall([...judged, ...this.#unjudged], this.#canProve),
      lead,
      moreS: this.#counters[at]?.counter.moreS,
      ...(this.#unjudged.length > 0 && waits ? { awaitsEnd: true } : {}),
    };
  }
}

/** Counts one limit at one probe a minute of wall-clock time, as the report does (`core/verdict/count-blocks.ts`). */
class Counter {
  readonly limit: Limit;
  /** As of the beginning of this minute. */
  moreS: number | undefined;
  readonly #probe: string;
  readonly #warmUp: number;
  readonly #yardstick: Yardstick;
  readonly #places = new Map<number, number>();
  readonly #good: number[] = [];
  readonly #scheduled: number[] = [];
  readonly #lost: number[] = [];
  #goodInAll = 0;
  #scheduledInAll = 0;
  #lostInAll = 0;
  #measured = 0;
  #without = 0;
  #newestMinute = Number.NEGATIVE_INFINITY;
  #hasNewMinute = false;
  #estimate: ShareEstimate | undefined;
  #decision: Decision = 'not-enough-data';

  constructor(limit: Limit, probe: string, warmUp: number) {
    this.limit = limit;
    this.#probe = probe;
    this.#warmUp = warmUp;
    this.#yardstick = yardstickOf(limit);
  }

  add(sample: Sample, replaces: boolean): void {
    if (sample.seq < this.#warmUp || sample.outcome === 'unmeasured') return;
    const minute = Math.floor(sample.dueEpochMs / BLOCK_MS);
    // Also of an answer without the metric: it changes what lost requests weigh.
    if (minute > this.#newestMinute) {
      this.#newestMinute = minute;
      this.#hasNewMinute = true;
    }
    if (replaces) this.#count(minute, { scheduled: -1, lost: -1 });
    const isAnswer = sample.outcome === 'ok' || sample.outcome === 'late';
    const good = isAnswer ? this.#goodnessOf(sample) : 0;
    if (good === undefined) this.#without += 1;
    else this.#count(minute, { scheduled: 1, lost: isAnswer ? 0 : 1, good });
  }

  /** 1 or 0 of an answer; nothing where the metric is not there. */
  #goodnessOf(sample: Extract<Sample, { outcome: 'ok' | 'late' }>): 0 | 1 | undefined {
    const { key, low, high } = this.#yardstick;
    const value = key === undefined ? 0 : sample[key];
    if (value === undefined) return undefined;
    this.#measured += 1;
    return key === undefined || (value >= low && value < high) ? 1 : 0;
  }

  #count(
    minute: number,
    { scheduled, lost, good = 0 }: { scheduled: number; lost: number; good?: number },
  ): void {
    const at = this.#places.get(minute) ?? this.#places.size;
    this.#places.set(minute, at);
    this.#scheduled[at] = (this.#scheduled[at] ?? 0) + scheduled;
    this.#lost[at] = (this.#lost[at] ?? 0) + lost;
    this.#good[at] = (this.#good[at] ?? 0) + good;
    this.#scheduledInAll += scheduled;
    this.#lostInAll += lost;
    this.#goodInAll += good;
  }

  /** A minute has begun since the limit was judged. */
  get isDue(): boolean {
    return !this.#saysNothing && this.#hasNewMinute;
  }

  get #saysNothing(): boolean {
    return this.#scheduledInAll === 0 || (this.#measured === 0 && this.#without > 0);
  }

  /** The share is that of now; what takes a pass over all minutes is made by `judge`, once a minute. */
  finding(): Finding {
    const { limit } = this;
    const probe = this.#probe;
    if (this.#saysNothing) return { limit, probe, decision: 'not-enough-data' };
    if (this.#estimate === undefined) this.judge();
    const [scheduled = 0] = this.#weighed([this.#scheduledInAll], [this.#lostInAll]);
    const estimate = {
      method: '',
      ...this.#estimate,
      good: this.#goodInAll,
      scheduled,
      share: this.#goodInAll / scheduled,
    };
    return { limit, probe, estimate, decision: this.#decision };
  }

  #weighed(scheduled: number[], lost: number[]): number[] {
    return weighed({ scheduled, lost, measured: this.#measured, without: this.#without });
  }

  judge(): void {
    const blocks = {
      blockMs: BLOCK_MS,
      good: this.#good,
      scheduled: this.#weighed(this.#scheduled, this.#lost),
    };
    this.#hasNewMinute = false;
    const elapsedS = (this.#good.length * BLOCK_MS) / 1000;
    const { estimate, decision, moreS } = judge(blocks, 'anytime', this.limit.share, elapsedS);
    this.#estimate = estimate;
    this.#decision = decision;
    this.moreS = moreS;
  }
}
