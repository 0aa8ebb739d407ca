import type { ProbeFacts } from '../core/check-facts.ts';
import { CORS_NOTE, corsMends, PREFLIGHT_NOTE, preflightMends, UPGRADE_MENDS } from './check-mends.ts';
import type { Remedy, Said } from './check-types.ts';
import type { ProbeDraft } from './draft-types.ts';

export const NOTHING = 'Nothing can be measured.';

/** What an endpoint that answers keeps from the page. */
export function refused({ reach, request, kind }: ProbeFacts, draft: ProbeDraft): Said[] {
  const asksFor = request?.asksFor ?? [];
  switch (reach) {
    case 'cors':
      return [cors(kind === 'chat', draft)];
    case 'preflight':
      return [
        {
          topic: 'Preflight',
          state: 'blocks',
          says: `The page may read answers, but the endpoint refuses the preflight: the question whether it may send ${asksFor.join(', ')}.`,
          loses: 'Every request fails before it is sent.',
          mends: preflightMends(asksFor),
          note: PREFLIGHT_NOTE,
        },
      ];
    case 'redirect':
      return [
        {
          topic: 'Redirects',
          state: 'blocks',
          says: 'The endpoint redirects, and a secret is not carried along to another address.',
          loses: 'Every request fails.',
          note: 'Enter the final address.',
        },
      ];
    case 'upgrade':
      return [
        {
          topic: 'WebSocket',
          state: 'blocks',
          says: 'The host answers, but opens no WebSocket at this path.',
          loses: NOTHING,
          mends: UPGRADE_MENDS,
          note: 'Look at the path. Behind nginx the upgrade has to be passed on; Caddy does so by itself.',
        },
      ];
    case 'subprotocol':
      return [
        {
          topic: 'Subprotocol',
          state: 'blocks',
          says: `The server does not accept the subprotocol ${kind === 'chat' ? 'that carries the key' : draft.subprotocol}, so the browser breaks the connection off.`,
          loses: NOTHING,
          remedy:
            kind === 'chat'
              ? { does: 'Send no key', change: { secretValue: '' } }
              : { does: 'Offer no subprotocol', change: { subprotocol: '' } },
        },
      ];
    default:
      return [];
  }
}

function cors(isChat: boolean, draft: ProbeDraft): Said {
  const says = 'The endpoint does not allow this page to read its answers (CORS).';
  const common = { topic: 'CORS', mends: corsMends(location.origin), note: CORS_NOTE };
  if (isChat)
    return { ...common, state: 'blocks', says, loses: 'Neither status nor tokens can be measured.' };
  const loses = 'Latency can be measured by opaque requests alone; status, phases and server time cannot.';
  if (draft.noCors) return { ...common, state: 'limits', says, loses };
  const possible = draft.headers.trim() === '' && draft.secretValue === '';
  const remedy: Remedy = { does: 'Send opaque requests, as a last resort', change: { noCors: true } };
  return { ...common, state: 'blocks', says, loses, ...(possible && { remedy }) };
}
