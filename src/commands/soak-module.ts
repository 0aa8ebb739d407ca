/** What a file `test/soak/NAME.soak.ts` exports: a long proof of one property. */
export interface SoakModule {
  /** What `amount` counts, for the list: `seconds`, `kills`, `runs`, ... */
  unit: string;
  /** The amount of a turn within `npm test`, which is to last about half a minute. */
  shortAmount: number;
  /**
   * Proves it, telling its figures as lines for a person. Rejects where the property does not
   * hold. `amount` is absent where none was given: the module then takes the amount that
   * convinces. Where a program is missing that only some machines have (a web server), it says
   * so in one line and proves what can be proved without it.
   */
  soak(amount: number | undefined, tell: (line: string) => void): Promise<void>;
}

/** Whether a file that was loaded exports all of a soak. */
export function isSoakModule(value: unknown): value is SoakModule {
  return (
    typeof value === 'object' &&
    value !== null &&
    'soak' in value &&
    typeof value.soak === 'function' &&
    'shortAmount' in value &&
    typeof value.shortAmount === 'number' &&
    'unit' in value &&
    typeof value.unit === 'string'
  );
}
