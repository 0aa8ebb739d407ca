import { describe, expect, test } from 'vitest';
import { type Shot, steady, told, track } from './world.ts';

describe('an outage', () => {
  test('runs from the last arrival before to the first after the silence', () => {
    const ping = track('ping', steady(500, 60_000, [[20_000, 25_000]]));
    expect(told([ping], 60_000)).toEqual([{ kind: 'outage', cause: 'unknown', from: 19_540, to: 25_040 }]);
  });

  test('is over for all as soon as one probe or a fresh connection arrives', () => {
    const dark = steady(500, 60_000, [[20_000, 40_000]]);
    const other = track('other', steady(500, 60_000, [[20_000, 30_000]]));
    expect(told([track('ping', dark), other], 60_000)).toMatchObject([{ from: 19_540, to: 30_040 }]);
    expect(told([track('ping', dark)], 60_000, { fresh: [28_000, 29_000] })).toMatchObject([
      { from: 19_540, to: 28_000 },
      { from: 29_000, to: 40_040 },
    ]);
  });

  test('is seen through answers that waited for its end', () => {
    const stalled = steady(500, 60_000).map(
      ([due]): Shot => [due, due >= 20_000 && due < 25_000 ? 25_020 - due : 40],
    );
    expect(told([track('ws', stalled)], 60_000)).toMatchObject([
      { kind: 'outage', from: 19_540, to: 25_020 },
    ]);
  });

  test('is noted where the campaign begins or ends in it', () => {
    const ping = track(
      'ping',
      steady(500, 60_000, [
        [0, 5000],
        [50_000, 60_000],
      ]),
    );
    expect(told([ping], 60_500)).toMatchObject([
      { from: 0, to: 5040 },
      { from: 49_540, to: 60_500 },
    ]);
    expect(told([track('ping', steady(500, 10_000, [[0, 10_000]]))], 10_000)).toMatchObject([
      { from: 0, to: 10_000 },
    ]);
  });

  test.each<[string, Shot[]]>([
    ['a slow schedule that is answered promptly', steady(30_000, 300_000)],
    ['a long way, as over a geostationary satellite', steady(5000, 60_000).map(([due]): Shot => [due, 650])],
    [
      'one packet repaired in 0.7 s at one probe a second',
      steady(1000, 60_000).map(([due]) => [due, due === 9000 ? 700 : 40]),
    ],
    [
      'one packet repaired in 0.7 s at one probe in 5 s',
      steady(5000, 60_000).map(([due]) => [due, due === 10_000 ? 700 : 40]),
    ],
  ])('is not made of %s', (_, shots) => {
    const usualMs = Math.max(...shots.slice(0, 2).map(([, answer]) => Number(answer)));
    expect(told([track('ping', shots, { usualMs })], 300_000).filter((row) => row.to < 60_000)).toEqual([]);
  });

  test('is not made of one lost request just before a good answer to another, where both ask seldom', () => {
    const lossy = track(
      'a',
      steady(5000, 60_000).map(([due], i): Shot => (i % 2 === 1 ? [due] : [due, 40])),
    );
    const sound = track(
      'b',
      steady(5000, 60_000).map(([due]): Shot => [due + 50, 40]),
    );
    expect(told([lossy, sound], 60_000)).toEqual([]);
    // With nobody else to answer, the same loss is a silence that was asked into.
    expect(told([lossy], 20_000)).toMatchObject([
      { kind: 'outage', from: 40, to: 10_040 },
      { kind: 'outage', from: 10_040, to: 20_000 },
    ]);
  });

  test('is not made of a probe that never gets an answer beside a sound one that asks seldom', () => {
    const broken = track('broken', steady(500, 60_000, [[0, 60_000]]));
    const sound = track('sound', steady(5000, 60_000));
    expect(told([broken, sound], 60_000)).toEqual([]);
    expect(told([broken], 60_000)).toMatchObject([{ kind: 'outage', from: 0, to: 60_000 }]);
  });

  test('is not made of a model that thinks', () => {
    const chat = track(
      'chat',
      steady(30_000, 120_000).map(([due]): Shot => [due, 9000]),
      { patient: true },
    );
    expect(told([chat], 99_000)).toEqual([]);
  });
});

test('an interruption is named where the probing was dense enough, and only there', () => {
  const dark: [number, number][] = [[20_000, 21_000]];
  expect(told([track('ping', steady(200, 30_000, dark))], 30_000)).toEqual([
    { kind: 'interruption', cause: 'unknown', from: 19_840, to: 21_040 },
  ]);
  expect(told([track('ping', steady(800, 30_000, [[20_000, 20_700]]))], 29_700)).toEqual([]);
});

describe('a standing connection that recovers after an outage', () => {
  // What was sent into the blackout first is answered as the link comes back, and the rest by the next retransmission.
  const stuckUntil = (freeMs: number): Shot[] =>
    steady(100, 30_000).map(([due]): Shot => {
      if (due === 20_000) return [due, 22_530 - due];
      return due > 20_000 && due < freeMs ? [due, freeMs - due] : [due, 40];
    });
  const fresh = [22_510];
  const outage = { kind: 'outage', from: 19_940, to: 22_510 };

  test('is no interruption of the link while it still owes older answers', () => {
    expect(told([track('ws', stuckUntil(23_230))], 29_940, { fresh })).toMatchObject([outage]);
  });

  test('hides no interruption that a probe beside it sees', () => {
    const ping = track('ping', steady(100, 30_000, [[20_000, 23_200]]));
    expect(told([track('ws', stuckUntil(23_230)), ping], 29_940, { fresh })).toMatchObject([
      outage,
      { kind: 'interruption', from: 22_530, to: 23_230 },
    ]);
  });

  test('sees the next one once it has caught up', () => {
    const shots = stuckUntil(23_230).map(
      ([due, answer]): Shot => (due >= 25_000 && due < 25_800 ? [due, 25_820 - due] : [due, answer]),
    );
    expect(told([track('ws', shots)], 29_940, { fresh })).toMatchObject([
      outage,
      { kind: 'interruption', from: 24_940, to: 25_820 },
    ]);
  });
});

describe('what was in flight when the record ended', () => {
  const shots = steady(500, 20_000, [[10_000, 20_000]]);
  // Due in the last timeout before the stop: sent on time, cut by it, and written off as unmeasured.
  const cut = shots.map(([due, answer]): Shot => (due > 15_500 ? [due, 'unmeasured'] : [due, answer]));
  const lateMs = (sent: number) => shots.map(([due]) => (due > 15_500 ? sent : 0.3));

  test('belongs to the outage that the user stopped in, not to time when nobody was looking', () => {
    expect(told([track('ping', cut, { lateMs: lateMs(0.3) })], 20_200)).toEqual([
      { kind: 'outage', cause: 'unknown', from: 9540, to: 20_200 },
    ]);
    const all = shots.map(([due, answer]): Shot => (due >= 10_000 ? [due, 'unmeasured'] : [due, answer]));
    const soon = track('ping', all.slice(0, 28), { lateMs: shots.map(() => 0.3) });
    expect(told([soon], 14_000)).toMatchObject([{ kind: 'outage', from: 9540, to: 14_000 }]);
  });

  test('is no gap of its own where a gap cut it', () => {
    const slow = track(
      'chat',
      steady(500, 200_000).map(([due]): Shot => (due === 20_000 ? [due, 'unmeasured'] : [due, 40])),
      { lateMs: Array.from({ length: 400 }, () => 0.3), timeoutMs: 60_000 },
    );
    const rows = told([slow], 200_000, { gaps: [[29_900, 31_000, 'frozen']] });
    expect(rows).toEqual([{ kind: 'unmeasured', cause: 'frozen', from: 29_900, to: 31_000 }]);
  });
});

describe('time when nobody was looking', () => {
  test('adds no downtime: a process that was suspended leaves a gap and no outage', () => {
    const shots = steady(500, 60_000).map(
      ([due]): Shot => (due >= 20_000 && due < 40_000 ? [due, 'unmeasured'] : [due, 40]),
    );
    expect(told([track('ping', shots)], 60_000, { gaps: [[19_900, 40_000, 'frozen']] })).toEqual([
      { kind: 'unmeasured', cause: 'frozen', from: 19_900, to: 40_000 },
    ]);
    expect(told([track('ping', shots)], 60_000)).toEqual([
      { kind: 'unmeasured', cause: 'frozen', from: 20_000, to: 39_500 },
    ]);
  });

  test('splits an outage around it', () => {
    const shots = steady(500, 90_000).map(([due]): Shot => {
      if (due >= 30_000 && due < 50_000) return [due, 'unmeasured'];
      return due >= 20_000 && due < 60_000 ? [due] : [due, 40];
    });
    expect(told([track('ping', shots)], 90_000, { gaps: [[29_900, 50_000, 'sleep-or-step']] })).toEqual([
      { kind: 'outage', cause: 'unknown', from: 19_540, to: 29_900 },
      { kind: 'unmeasured', cause: 'sleep-or-step', from: 29_900, to: 50_000 },
      { kind: 'outage', cause: 'unknown', from: 50_000, to: 60_040 },
    ]);
  });
});
