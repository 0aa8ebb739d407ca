import type { ProbeFacts, SocketFacts } from '../core/check-facts.ts';
import type { Said } from './check-types.ts';
import type { ProbeDraft } from './draft-types.ts';
import { formatMs } from './format.ts';

const ECHO_V1 = 'dishprobe.echo.v1';

/** What a WebSocket that opened lets a page measure. */
export function socketFindings({ reach }: ProbeFacts, socket: SocketFacts, draft: ProbeDraft): Said[] {
  if (reach !== 'readable') return [];
  const said: Said[] = [
    { topic: 'WebSocket', state: 'ok', says: `It connects, within ${formatMs(socket.connectMs)} ms.` },
    echo(socket, draft),
  ];
  if (socket.unconfirmed) {
    said.push({
      topic: 'Subprotocol',
      state: 'limits',
      says: `The server does not confirm the subprotocol ${draft.subprotocol}. This browser lets that pass.`,
      loses: 'Other browsers break such a connection off.',
      remedy: { does: 'Offer no subprotocol', change: { subprotocol: '' } },
    });
  }
  if (socket.echoMs !== undefined && !draft.connectOnly) said.push(serverTimes(socket, draft));
  if (socket.spokeFirst) {
    said.push({
      topic: 'Other messages',
      state: 'info',
      says: 'The server sends messages of its own. They are ignored, and count as no echo.',
    });
  }
  return said;
}

function echo({ echoMs, v1 }: SocketFacts, draft: ProbeDraft): Said {
  const topic = 'Echo';
  if (echoMs !== undefined && draft.connectOnly) {
    const says = 'It sends back what it gets, so echoes could be timed in place of connections.';
    return { topic, state: 'limits', says, remedy: { does: 'Time echoes', change: { connectOnly: false } } };
  }
  if (echoMs !== undefined) {
    return { topic, state: 'ok', says: `It sends back what it gets: ${formatMs(echoMs)} ms at best.` };
  }
  if (draft.connectOnly) return { topic, state: 'ok', says: 'It sends nothing back; connections are timed.' };
  if (v1 === 'accepted' && draft.subprotocol === '') {
    const says = `It sends nothing back, but accepts the subprotocol ${ECHO_V1}.`;
    return { topic, state: 'blocks', says, loses: 'Every sample would be a timeout.', remedy: OFFER_V1 };
  }
  return {
    topic,
    state: 'blocks',
    says: 'It connects, but sends nothing back.',
    loses: 'Every sample would be a timeout.',
    note: 'The reference endpoint’s /echo sends back what it gets: npm run target, at the far end of the link.',
    remedy: { does: 'Time connections instead of echoes', change: { connectOnly: true } },
  };
}

const OFFER_V1 = { does: `Offer ${ECHO_V1}`, change: { subprotocol: ECHO_V1 } };

function serverTimes({ v1 }: SocketFacts, draft: ProbeDraft): Said {
  const topic = 'Server’s own time';
  const loses = 'The server’s own time and the delay each way cannot be measured.';
  if (v1 === 'accepted' && draft.subprotocol === ECHO_V1)
    return { topic, state: 'ok', says: `Its echoes carry the server’s times (${ECHO_V1}).` };
  if (v1 === 'accepted' && draft.subprotocol === '') {
    const says = `It knows ${ECHO_V1}, whose echoes carry the server’s times, and the probe does not offer it.`;
    return { topic, state: 'limits', says, loses, remedy: OFFER_V1 };
  }
  return {
    topic,
    state: 'info',
    says: `It does not know ${ECHO_V1}: a plain echo. ${loses}`,
    note: 'The reference endpoint knows it: npm run target, at the far end of the link.',
  };
}
