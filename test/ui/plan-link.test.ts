import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan, type Plan } from '../../src/core/plan.ts';
import { decodePlanLink, encodePlanLink, MAX_LINK_CHARS } from '../../src/ui/plan-link.ts';

function planNamed(name: string, note = ''): Plan {
  const result = checkPlan({
    dishprobePlan: 1,
    name,
    durationS: 3600,
    site: { name: 'Gállivare 🛰', note },
    probes: [{ kind: 'http', name: 'ping', url: 'https://gpu.example.org/ping', intervalMs: 1000 }],
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

function codeOf(link: string | undefined): string {
  if (link === undefined) throw new Error('the plan did not fit into a link');
  return link.replace('#/plan/', '');
}

const text = (value: string) => Buffer.from(value, 'utf8').toString('base64url');

describe('plan link', () => {
  it('gives back any plan it was made of, unpadded and safe in an address', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((name) => name.trim() !== '');
    fc.assert(
      fc.property(names, fc.string({ maxLength: 200 }), (name, note) => {
        const plan = planNamed(name, note);
        const code = codeOf(encodePlanLink(plan));
        expect(code).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(decodePlanLink(code)).toEqual({ ok: true, plan });
      }),
    );
  });

  it('reads what other programs encode: base64url of the UTF-8 JSON', () => {
    const plan = planNamed('Ünïcode 極');
    expect(decodePlanLink(text(JSON.stringify(plan)))).toEqual({ ok: true, plan });
  });

  it.each([
    ['nothing', '', /empty/],
    ['a character from elsewhere', 'abc%20', /"%"/],
    ['a cut link', 'abcde', /cut off/],
    ['bytes that are no UTF-8', '_____w', /not decode/],
    ['text that is no JSON', text('hello'), /not JSON/],
    ['JSON that is no plan', text('1'), /a plan/],
    ['another version', text('{"dishprobePlan":2}'), /plan version/],
    ['far too much', 'A'.repeat(MAX_LINK_CHARS + 1), /file instead/],
  ])('refuses %s with a sentence', (_, code, sentence) => {
    const result = decodePlanLink(code);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.problems.map(({ reason }) => reason).join(' ')).toMatch(sentence);
  });

  it('never throws, whatever stands in the address', () => {
    fc.assert(
      fc.property(fc.string(), (code) => {
        expect(decodePlanLink(code).ok).toBe(false);
      }),
    );
  });

  it('makes no link of a plan that is too long for one', () => {
    const plan = planNamed('long');
    const [probe] = plan.probes;
    if (probe?.kind !== 'http') throw new Error('expected the http probe');
    const long: Plan = { ...plan, probes: [{ ...probe, method: 'POST', body: 'x'.repeat(MAX_LINK_CHARS) }] };
    expect(encodePlanLink(long)).toBeUndefined();
  });
});
