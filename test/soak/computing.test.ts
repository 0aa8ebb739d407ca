import { describe, it } from 'vitest';
import { BY_HAND, isOneOf, takeTurn, WAITING } from './turn.ts';

const files = Object.entries(import.meta.glob('./*.soak.ts')).filter(
  ([path]) => !isOneOf([...BY_HAND, ...WAITING], path),
);

describe('a short turn of each soak that computes', () => {
  it.each(files)('%s', (_, load) => takeTurn(load), 300_000);
});
