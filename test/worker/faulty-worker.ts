import { expose } from 'comlink';
import { millis } from '../../src/core/units.ts';
import { createClock } from '../../src/worker/clock.ts';
import { catchFaults } from '../../src/worker/faults.ts';

/** A worker whose tasks fail in each of the ways in which a task can. */
const clock = createClock();
const faults: string[] = [];
catchFaults((error) => faults.push(String(error)));

const api = {
  async fail(): Promise<string[]> {
    const soon = millis(clock.now() + 1);
    clock.at(soon, () => {
      throw new Error('thrown by a task of the clock');
    });
    setTimeout(() => {
      throw new Error('thrown by a timer');
    });
    void Promise.reject(new Error('rejected'));
    // Each has had its turn by then, and the errors theirs.
    await new Promise<void>((resolve) => clock.at(millis(soon + 200), resolve));
    return faults;
  },
};
export type FaultyApi = typeof api;
expose(api);
