import { expect, it } from 'vitest';
import { ownOf } from '../../src/core/plan-secrets.ts';
import { readSecrets } from '../../src/ui/secrets.ts';

it('keeps the secret of a probe whatever the probe is called', () => {
  const secret = { header: 'Authorization', value: 'x' };
  const stored: unknown = JSON.parse(`{ "__proto__": ${JSON.stringify(secret)} }`);
  const secrets = structuredClone(readSecrets(stored));
  expect(ownOf(secrets, '__proto__')).toEqual(secret);
  expect(ownOf(secrets, 'header')).toBeUndefined();
});

it('gives no secret to a probe that is called like what each object inherits', () => {
  for (const name of ['constructor', 'toString', '__proto__']) expect(ownOf({}, name)).toBeUndefined();
});
