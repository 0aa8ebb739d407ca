import * as v from 'valibot';

/** Values that several parts of a plan have; their messages say what was expected. */
export const text = (max: number) =>
  v.pipe(v.string('a text'), v.maxLength(max, `at most ${max} characters`));
export const name = v.pipe(
  text(120),
  v.check((s) => s.trim() !== '', 'a text that is not empty'),
);
/** A number from `low` to `high`, both allowed. */
export const number = (low: number, high: number) =>
  v.pipe(
    v.number(`a number from ${low} to ${high}`),
    v.minValue(low, `a number from ${low} to ${high}`),
    v.maxValue(high, `a number from ${low} to ${high}`),
  );
/** The same, without a fraction. */
export const whole = (low: number, high: number) =>
  v.pipe(number(low, high), v.integer(`a whole number from ${low} to ${high}`));
