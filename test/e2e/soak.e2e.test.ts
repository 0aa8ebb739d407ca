import { describe, it } from 'vitest';
import { isOneOf, takeTurn, WAITING } from '../soak/turn.ts';

const files = Object.entries(import.meta.glob('../soak/*.soak.ts')).filter(([path]) =>
  isOneOf(WAITING, path),
);

describe('a short turn of each soak that waits for browsers', () => {
  it.concurrent.each(files)('%s', (_, load) => takeTurn(load));
});
