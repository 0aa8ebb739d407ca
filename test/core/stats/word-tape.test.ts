import { expect, it } from 'vitest';
import { WordTape } from '../../../src/core/stats/word-tape.ts';

it.each([[[1, 1000, 30, 5000, 70_000, 3]], [[200_000]], [[65_536, 65_536, 1]]])(
  'gives back what was written, in its order, whatever came at a time: %j',
  (counts) => {
    const tape = new WordTape();
    let next = 0;
    for (const count of counts) {
      const words = tape.room(count);
      for (let i = 0; i < count; i++) words[tape.used + i] = next++;
      tape.used += count;
    }
    const found = [...tape.give()].flatMap((piece) => [...piece]);
    expect(found).toEqual(Array.from({ length: next }, (_, i) => i));
  },
);
