import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/core/plan.ts';
import { probeDraftOf } from '../../src/ui/draft-of.ts';
import { carries, type Protocol, protocolIds, withProtocol, workloadIds } from '../../src/ui/protocols.ts';

const draft = (url: string, protocol: Protocol = 'openai') =>
  probeDraftOf({ kind: 'chat', name: 'chat', protocol, url, intervalMs: 1000 });

describe('another protocol', () => {
  it.each<[string, Protocol, string]>([
    ['https://h/v1/chat/completions', 'ollama-chat', 'https://h/api/chat'],
    ['https://h/openai/v1/chat/completions?v=2', 'openai-responses', 'https://h/openai/v1/responses?v=2'],
    ['https://h/api/chat', 'kserve-v2', 'https://h/v2/models/NAME/infer'],
    ['https://h/v1/messages', 'openai-realtime', 'wss://h/v1/realtime?model=gpt-realtime'],
    ['wss://h/v1/realtime?model=x', 'anthropic', 'https://h/v1/messages'],
    ['https://h/v1/chat/completions', 'websocket', 'wss://h/v1/chat/completions'],
    ['https://h/my/own', 'ollama-chat', 'https://h/my/own'],
    ['https://h/v2/models/resnet/infer', 'kserve-v2', 'https://h/v2/models/resnet/infer'],
  ])('%s with %s becomes %s', (url, protocol, becomes) => {
    expect(withProtocol(draft(url), protocol).url).toBe(becomes);
  });

  it('begins an empty address with the host of the endpoint, where there is one', () => {
    expect(withProtocol(draft(''), 'anthropic', 'https://h').url).toBe('https://h/v1/messages');
    expect(withProtocol(draft(''), 'openai-realtime', 'https://h').url).toMatch(/^wss:\/\/h\/v1\/realtime/);
    expect(withProtocol(draft(''), 'anthropic').url).toBe('');
    expect(withProtocol(draft(''), 'json', 'https://h').url).toBe('');
  });

  it('wants the key under the name that it knows, unless another was typed', () => {
    const openai = draft('https://h/v1/chat/completions');
    expect(withProtocol(openai, 'anthropic').secretHeader).toBe('x-api-key');
    expect(withProtocol(draft('', 'anthropic'), 'openai').secretHeader).toBe('Authorization');
    expect(withProtocol({ ...openai, secretHeader: 'X-Mine' }, 'anthropic').secretHeader).toBe('X-Mine');
  });

  it('drops a workload that it cannot carry, as the plan would be refused', () => {
    for (const protocol of protocolIds) {
      for (const workload of workloadIds) {
        const scheme = protocol === 'openai-realtime' || protocol === 'websocket' ? 'wss' : 'https';
        const probe = {
          kind: 'chat',
          name: 'c',
          protocol,
          url: `${scheme}://h/`,
          intervalMs: 1000,
          workload,
        };
        const taken = checkPlan({ dishprobePlan: 1, name: 'n', durationS: 60, probes: [probe] }).ok;
        expect([protocol, workload, carries(protocol, workload)]).toEqual([protocol, workload, taken]);
        const chosen = withProtocol({ ...draft(''), workload }, protocol).workload;
        expect(chosen).toBe(taken ? workload : '');
      }
    }
  });
});
