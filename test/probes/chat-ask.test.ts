import { afterEach, expect, it } from 'vitest';
import { checkPlan } from '../../src/core/plan.ts';
import { createAsker } from '../../src/probes/chat-ask.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

afterEach(() => {
  Reflect.deleteProperty(crypto, 'randomUUID');
});

it('makes each prompt its own on a page without a secure context, too', () => {
  // There, browsers leave it out (W3C Web Cryptography).
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  const chat = { kind: 'chat', name: 'c', protocol: 'openai', intervalMs: 1000, unique: true };
  const checked = checkPlan({
    dishprobePlan: 1,
    name: 'p',
    durationS: 60,
    probes: [{ ...chat, url: 'http://10.0.0.1/v1/chat/completions' }],
  });
  const spec = checked.ok ? checked.plan.probes[0] : undefined;
  if (spec?.kind !== 'chat') throw new Error('no chat probe');
  const prompts = [1, 2].flatMap(() => {
    const asker = createAsker(spec, new VirtualClock(), ({ prompt }) => prompt);
    return [asker.first, asker.take(1)];
  });
  expect(new Set(prompts).size).toBe(4);
});
