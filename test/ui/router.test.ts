import { describe, expect, it } from 'vitest';
import { compareHref, liveHref, parseHash, repeatHref, reportHref } from '../../src/ui/router.ts';

describe('parseHash', () => {
  it.each(['', '#', '#/'])('%j is home', (hash) => expect(parseHash(hash)).toEqual({ view: 'home' }));

  it('reads the form, alone and for a repeat', () => {
    expect(parseHash('#/new')).toEqual({ view: 'new', from: undefined });
    expect(parseHash(repeatHref('a b/c'))).toEqual({ view: 'new', from: 'a b/c' });
  });

  it('reads a plan link', () => {
    expect(parseHash('#/plan/eyJ_-9')).toEqual({ view: 'plan', code: 'eyJ_-9' });
    expect(parseHash('#/plan/')).toEqual({ view: 'plan', code: '' });
  });

  it.each(['c1', 'a b/c', 'ä%?#'])('finds campaign %j again', (id) => {
    expect(parseHash(liveHref(id))).toEqual({ view: 'live', id });
    expect(parseHash(reportHref(id))).toEqual({ view: 'report', id });
  });

  it('keeps a filter in the address, and the campaigns of a comparison in their order', () => {
    const filter = { from: '2026-11-22', to: '', after: '22:00', before: '06:00' };
    expect(parseHash(reportHref('c1', filter))).toEqual({ view: 'report', id: 'c1', filter });
    expect(parseHash(compareHref(['b,1', 'a&c'], filter))).toEqual({
      view: 'compare',
      ids: ['b,1', 'a&c'],
      filter,
    });
    expect(parseHash(compareHref([]))).toEqual({ view: 'compare', ids: [] });
    expect(parseHash('#/compare?id=a&id=a&id=b')).toEqual({ view: 'compare', ids: ['a', 'b'] });
  });

  it.each([
    '#/nowhere',
    '#/compare/x',
    '#/campaign/',
    '#/campaign/%E0%A4%A',
    '#/campaign/a/b',
    '#/campaign/a/report/x',
    '#/plan/a/b',
  ])('%j is not known', (hash) => expect(parseHash(hash)).toEqual({ view: 'unknown', hash }));
});
