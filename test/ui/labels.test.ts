import { expect, test } from 'vitest';
import { labelProblem, readTags, tagsOf, toggleTag, withWantedTags } from '../../src/ui/labels.ts';
import { campaignOf, planOf } from '../report/samples.ts';

test('tags are read as they are typed, once each', () => {
  expect(readTags(' rain,new   mast, ,rain,')).toEqual(['rain', 'new mast']);
  expect(readTags('')).toEqual([]);
});

test('labels that cannot be kept say why', () => {
  const good = { name: 'A', note: '', tags: [] };
  expect(labelProblem(good)).toBeUndefined();
  expect(labelProblem({ ...good, name: ' ' })).toMatch(/needs a name/);
  expect(labelProblem({ ...good, note: 'x'.repeat(2001) })).toMatch(/at most 2000/);
  expect(labelProblem({ ...good, tags: ['y'.repeat(41)] })).toMatch(/longer than 40/);
  expect(labelProblem({ ...good, tags: Array.from({ length: 13 }, (_, i) => `t${i}`) })).toMatch(
    /at most 12/,
  );
});

test('campaigns are shown that carry all the wanted tags, and a tag that is gone hides none', () => {
  const plan = planOf();
  const list = [
    campaignOf(plan, { id: 'a', tags: ['rain', 'mast'] }),
    campaignOf(plan, { id: 'b', tags: ['rain'] }),
    campaignOf(plan, { id: 'c' }),
  ];
  const ids = () => withWantedTags(list).map(({ id }) => id);
  expect(tagsOf(list)).toEqual(['mast', 'rain']);
  expect(ids()).toEqual(['a', 'b', 'c']);
  toggleTag('rain');
  expect(ids()).toEqual(['a', 'b']);
  toggleTag('mast');
  expect(ids()).toEqual(['a']);
  toggleTag('mast');
  toggleTag('rain');
  toggleTag('snow');
  expect(ids()).toEqual(['a', 'b', 'c']);
});
