import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/core/plan.ts';
import { controlProbe, isMixedContent, ROUTER_ADDRESS } from '../../src/ui/control-probes.ts';

const ping = { name: 'ping', url: 'https://gpu.example.org/ping', control: false };

function planned(place: 'router' | 'far', typed: string) {
  const proposal = controlProbe(place, typed, [ping]);
  if (!proposal.ok) throw new Error(proposal.reason);
  const probes = [{ kind: 'http', name: 'ping', url: ping.url, intervalMs: 1000 }, proposal.probe];
  const result = checkPlan({ dishprobePlan: 1, name: 'x', durationS: 60, probes });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan.probes[1];
}

describe('a control probe', () => {
  it('goes to the router or to a far host, without CORS, as a plan takes it', () => {
    const common = { kind: 'http', role: 'control', mode: 'no-cors', timeoutMs: 3000 };
    expect(planned('router', ROUTER_ADDRESS)).toMatchObject({ ...common, url: 'http://192.168.1.1/' });
    expect(planned('router', '192.168.100.1')).toMatchObject({ ...common, url: 'http://192.168.100.1/' });
    expect(planned('far', 'www.example.org')).toMatchObject({ ...common, url: 'https://www.example.org/' });
  });

  it('takes a name that is free', () => {
    const taken = { name: 'router', url: 'http://10.0.0.1/', control: true };
    expect(controlProbe('router', ROUTER_ADDRESS, [ping, taken])).toMatchObject({
      probe: { name: 'router 2' },
    });
  });

  it('is mixed content on an https page where the router speaks plain http', () => {
    const blocked = ['192.168.1.1', ROUTER_ADDRESS, 'http://www.example.org'];
    const fine = ['https://192.168.1.1', 'www.example.org', 'http://localhost:8080', 'http://127.0.0.1/', ''];
    expect([...blocked, ...fine].filter((typed) => isMixedContent(typed, 'https:'))).toEqual(blocked);
    expect(blocked.filter((typed) => isMixedContent(typed, 'http:'))).toEqual([]);
  });

  it.each([
    ['router', '', 'Enter an address'],
    ['router', 'ws://192.168.1.1/', 'Enter an address'],
    ['router', 'https://www.example.org', 'as the far host'],
    ['far', '192.168.1.1', 'inside the site'],
    ['far', 'gpu.example.org', 'looks like one of the link'],
  ] as const)('is not made for the %s of “%s”', (place, typed, reason) => {
    expect(controlProbe(place, typed, [ping])).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });
});
