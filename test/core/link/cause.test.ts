import { describe, expect, test } from 'vitest';
import { isLocalUrl } from '../../../src/core/link/track.ts';
import { type Shot, steady, told, track } from './world.ts';

describe('the cause', () => {
  const dark: [number, number][] = [[20_000, 30_000]];
  const ping = track('ping', steady(500, 60_000, dark));
  const well = steady(1000, 60_000);
  const ill = steady(1000, 60_000, dark);
  const far = (shots: Shot[]) => track('far', shots, { control: true });
  const router = (shots: Shot[]) => track('router', shots, { control: true, local: true });
  const tunnel = (shots: Shot[]) => track('tunnel', shots, { control: true, local: true, loopback: true });
  const never = well.map(([due]): Shot => [due]);

  test.each([
    ['unknown', 'there is no control probe', [ping]],
    ['endpoint', 'the controls went on', [ping, far(well)]],
    ['link', 'the controls failed too', [ping, far(ill)]],
    [
      'link',
      'a control alone saw the end of it first',
      [ping, far(steady(1000, 60_000, [[20_000, 29_000]]))],
    ],
    ['local', 'the router failed too', [ping, far(ill), router(ill)]],
    ['link', 'the router went on and a host beyond did not', [ping, far(ill), router(well)]],
    ['unknown', 'the router is the only control and went on', [ping, router(well)]],
    [
      'unknown',
      'the router went on and none beyond was due',
      [ping, far(steady(50_000, 60_000)), router(well)],
    ],
    ['local', 'the router is the only control and failed', [ping, router(ill)]],
    ['endpoint', 'the only control is a port of this computer and went on', [ping, tunnel(well)]],
    ['unknown', 'the only control was never answered', [ping, far(never)]],
    ['unknown', 'the router was never answered', [ping, router(never)]],
    ['link', 'one beyond failed and a router was never answered', [ping, far(ill), router(never)]],
    ['unknown', 'as many controls went on as failed', [ping, far(ill), far(well)]],
    ['unknown', 'no control was due in it', [ping, far(steady(50_000, 60_000))]],
  ] as const)('is %s where %s', (cause, _, tracks) => {
    expect(told([...tracks], 60_000)).toMatchObject([{ kind: 'outage', cause }]);
  });

  describe('of an interruption of a second', () => {
    const stalled = (everyMs: number, shiftMs: number): Shot[] =>
      steady(everyMs, 30_000).map(([due]): Shot => {
        const at = due + shiftMs;
        return [at, at >= 20_000 && at < 21_000 ? 21_010 - at : 40];
      });
    const echo = track(
      'echo',
      steady(100, 30_000).map(([due]): Shot => [due, due >= 20_000 && due < 21_000 ? 21_030 - due : 40]),
    );

    test.each([0, 100, 200, 300, 400])(
      'is link where the controls waited as long, due %i ms on',
      (shiftMs) => {
        const far = track('far', stalled(500, shiftMs), { control: true });
        expect(told([echo, far], 30_000)).toMatchObject([{ kind: 'interruption', cause: 'link' }]);
      },
    );

    test('is unknown where the only control was asked as it ended', () => {
      const far = track('far', [[20_900, 110]], { control: true });
      expect(told([echo, far], 30_000)).toMatchObject([{ kind: 'interruption', cause: 'unknown' }]);
    });

    test('is endpoint where the controls went on', () => {
      const far = track('far', steady(300, 30_000), { control: true });
      expect(told([echo, far], 30_000)).toMatchObject([{ kind: 'interruption', cause: 'endpoint' }]);
    });
  });

  test('knows which addresses are local', () => {
    const local = [
      'http://192.168.1.1/',
      'http://10.0.0.1',
      'wss://172.31.0.9:80/x',
      'http://dish.local/',
      'http://localhost:1',
      'http://169.254.1.1/',
      'http://[fe80::1]/',
    ];
    const far = [
      'https://example.org/',
      'http://172.32.0.1',
      'http://11.0.0.1/',
      'https://10.example.org/',
      'https://notlocal/',
      'https://a.b/192.168.1.1',
    ];
    expect(local.filter(isLocalUrl)).toEqual(local);
    expect(far.filter(isLocalUrl)).toEqual([]);
  });
});
