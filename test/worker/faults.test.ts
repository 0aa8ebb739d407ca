import { expect, it } from 'vitest';
import { Faults } from '../../src/worker/faults.ts';

it('tells the first faults of a run singly, and the others by their number', () => {
  const faults = new Faults([]);
  const told = Array.from({ length: 1000 }, () => faults.tell(new Error('no'))).filter((text) => text);
  expect(told).toHaveLength(5 + 3);
  expect(told[0]).toContain('Error: no (fault 1 of this run)');
  expect(told.at(-1)).toContain('fault 1000 of this run');
});

it('repeats no secret', () => {
  const told = new Faults(['', 'sk-1']).tell(new Error('Headers: "Bearer sk-1" is not valid'));
  expect(told).toContain('an error (fault 1');
  expect(told).not.toContain('sk-1');
});
