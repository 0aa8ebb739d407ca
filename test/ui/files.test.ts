import { expect, it } from 'vitest';
import { planFileName } from '../../src/ui/files.ts';

it.each([
  ['Kiruna pilot', 'kiruna-pilot.dishprobe.json'],
  ['Станция «Север»', 'станция-север.dishprobe.json'],
  ['G\u00e4llivare / 2', 'g\u00e4llivare-2.dishprobe.json'],
  ['../..', 'plan.dishprobe.json'],
])('names the file of the plan %s after it', (name, file) => {
  expect(planFileName(name)).toBe(file);
});
