import { describe, expect, it } from 'vitest';
import { liveHref, parseHash, repeatHref, reportHref } from '../../src/ui/router.ts';

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

  it.each([
    '#/nowhere',
    '#/campaign/',
    '#/campaign/%E0%A4%A',
    '#/campaign/a/b',
    '#/campaign/a/report/x',
    '#/plan/a/b',
  ])('%j is not known', (hash) => expect(parseHash(hash)).toEqual({ view: 'unknown', hash }));
});
