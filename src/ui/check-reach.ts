import type { ProbeFacts } from '../core/check-facts.ts';
import { isLoopbackHost } from '../core/loopback.ts';
import { LISTEN_MENDS, TLS_MENDS } from './check-mends.ts';
import { NOTHING, refused } from './check-refused.ts';
import type { Said } from './check-types.ts';
import type { ProbeDraft } from './draft-types.ts';

/** Whether the endpoint was reached, and what stood in the way. */
export function reachFindings(probe: ProbeFacts, draft: ProbeDraft): Said[] {
  const { protocol, hostname, host } = new URL(probe.url);
  const secure = /^(https|wss):$/.test(protocol);
  const { permission } = probe;
  switch (probe.reach) {
    case 'unreachable':
      return [unreachable(host, hostname, permission), ...(secure ? [certificate(probe.url)] : [])];
    case 'silent':
      return [silent(probe)];
    case 'offline':
      return [
        {
          topic: 'Address',
          state: 'blocks',
          says: 'The browser says that this computer has no network.',
          loses: NOTHING,
          note: 'Connect it, and check again. A campaign can be started all the same and waits for the link.',
        },
      ];
    case 'mixed-content':
      return [
        {
          topic: 'Mixed content',
          state: 'blocks',
          says: `This page came over https, and a browser lets it call no ${protocol}// address of another machine.`,
          loses: NOTHING,
          mends: TLS_MENDS,
          note: 'Put TLS in front of the endpoint, or run the app itself with npm start on this laptop.',
        },
      ];
    case 'permission':
      return [
        {
          topic: 'Local network permission',
          state: 'blocks',
          says: 'The browser keeps this page from addresses of the local network: the permission was refused.',
          loses: `${NOTHING} Samples would fail with “permission” or as unreachable.`,
          note: 'Open the site’s settings at the left end of the address bar, allow access to the local network (“Apps on device” for this computer), reload the page and check again.',
        },
      ];
    default: {
      const asked = permission?.before === 'prompt' && permission.after === 'granted';
      const allowed: Said = {
        topic: 'Local network permission',
        state: 'ok',
        says: 'The browser lets this page call the local network.',
      };
      return [connects(host), ...(asked ? [allowed] : []), ...refused(probe, draft)];
    }
  }
}

const connects = (host: string): Said => ({ topic: 'Address', state: 'ok', says: `${host} answers.` });

function unreachable(host: string, hostname: string, permission: ProbeFacts['permission']): Said {
  // Firefox reports a refusal that it is not to remember as a question yet to be asked.
  const maybeRefused =
    permission?.after === 'prompt' ? ' If the browser asked about the local network, allow it.' : '';
  return {
    topic: 'Address',
    state: 'blocks',
    says: `Nothing answers at ${host}: its name does not resolve, or nothing listens there. A browser does not tell a page which.`,
    loses: NOTHING,
    ...(!isLoopbackHost(hostname) && { mends: LISTEN_MENDS }),
    note: `Look at the spelling, the port and the firewall. Many servers listen to their own machine alone until they are told otherwise.${maybeRefused}`,
  };
}

function certificate(url: string): Said {
  return {
    topic: 'Certificate',
    state: 'blocks',
    says: 'Or it listens, and its certificate is not one that this browser trusts.',
    note: `Open ${url.replace(/^ws/, 'http')} in a tab: where the browser warns, the certificate is the reason.`,
  };
}

function silent({ withinMs, permission }: ProbeFacts): Said {
  const asking = permission?.after === 'prompt';
  return {
    topic: 'Address',
    state: 'blocks',
    says: `No answer within ${Math.round(withinMs / 1000)} s. The connection hangs, as behind a firewall, or the server takes requests and says nothing; a page cannot tell which.`,
    loses: 'Every sample would be a timeout.',
    ...(asking && { note: 'If the browser asks about the local network, answer it and check again.' }),
  };
}
