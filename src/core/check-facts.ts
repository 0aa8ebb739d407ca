import type { ProbeKind } from './plan.ts';
import type { ProtocolId } from './plan-schema.ts';

/** What `Check endpoint` is doing. */
export type CheckStep = 'first' | 'second' | 'why' | 'connect' | 'echo' | 'v1' | 'turn' | 'preflight';

export interface CheckProgress {
  /** The probe by its place in the list that is checked, from 0. */
  probe: number;
  of: number;
  step: CheckStep;
}

/**
 * How far the check came. `readable`: an answer that the page may read, or an
 * open WebSocket. `cors`: an answer that it may not read. `preflight`: readable
 * but for the preflight, which is refused. `redirect`: it redirects, and a secret
 * is not carried along. `upgrade`: HTTP is answered, the WebSocket refused.
 * `subprotocol`: the WebSocket opens without the subprotocol that the plan offers.
 * `silent`: nothing within the timeout. `unreachable`: nothing answers; a browser
 * does not tell a page why.
 */
export type Reach =
  | 'readable'
  | 'cors'
  | 'preflight'
  | 'redirect'
  | 'upgrade'
  | 'subprotocol'
  | 'permission'
  | 'mixed-content'
  | 'offline'
  | 'silent'
  | 'unreachable';

/** One request and its answer; times in milliseconds. */
export interface ExchangeFacts {
  status: number;
  totalMs: number;
  /** Resource Timing let the page read the phases (Timing-Allow-Origin). */
  phases: boolean;
  newConnection?: boolean | undefined;
  /** Before the request itself was sent: the wait for a connection and for a preflight. */
  waitMs?: number | undefined;
  /** Transport handshake, of a new connection. */
  connectMs?: number | undefined;
  rttMs?: number | undefined;
  protocol?: string | undefined;
  serverMs?: number | undefined;
  /** `Server-Timing` could be read as a header of the answer. */
  serverTimingHeader: boolean;
  /** The final address, where the endpoint redirects. */
  redirectedTo?: string | undefined;
  cacheControl?: string | undefined;
  fromCache: boolean;
  /** The body had not ended when the time was over. */
  endless: boolean;
}

export interface RequestFacts {
  /** Names of the headers for which a browser asks the endpoint first (CORS preflight); empty where it need not ask. */
  asksFor: string[];
  first?: ExchangeFacts | undefined;
  /** Right after the first, so mostly over the connection that the first one opened. */
  second?: ExchangeFacts | undefined;
  /** Over 5 s later a preflight was paid again. Undefined: not asked, or not to be told. */
  preflightAgain?: boolean | undefined;
}

/** What a chat request for one token said. */
export interface ChatFacts {
  /** The answer came as the protocol has it: in server-sent events, where it knows them. */
  streamed: boolean;
  complete: boolean;
  usage: boolean;
  ttftMs?: number | undefined;
  /** The server's own words about an error, shortened. */
  message?: string | undefined;
  /** Another protocol than the chosen one, which the answer looks like. */
  looksLike?: ProtocolId | undefined;
  /** Who told the server's own time: the server whose answer holds it, or a header's name. */
  serverSource?: string | undefined;
  /** The server refuses a request that asks for a usage record; it was asked again without. */
  refusesUsage?: boolean | undefined;
  /** False where a WebSocket opened, and the protocol's greeting did not come through. */
  greeted?: boolean | undefined;
}

export interface SocketFacts {
  connectMs?: number | undefined;
  /** The best of three echoes. Undefined: none came. */
  echoMs?: number | undefined;
  /** The server sent something before it was sent anything. */
  spokeFirst: boolean;
  /** The server did not confirm the subprotocol that was offered, and this browser let it pass. */
  unconfirmed?: boolean | undefined;
  /** A connection of its own that offered `dishprobe.echo.v1`. Undefined: not tried. */
  v1?: 'accepted' | 'refused' | undefined;
}

export interface ProbeFacts {
  name: string;
  kind: ProbeKind;
  url: string;
  reach: Reach;
  /** How long the first try took. */
  afterMs: number;
  withinMs: number;
  /** Local Network Access: the permission that this address may need. Undefined: this browser knows none. */
  permission?: { before: PermissionWord; after: PermissionWord } | undefined;
  request?: RequestFacts | undefined;
  chat?: ChatFacts | undefined;
  socket?: SocketFacts | undefined;
}

export type PermissionWord = 'granted' | 'denied' | 'prompt';

/** What the page itself allows, whatever the endpoint. */
export interface PageFacts {
  clockStepMs?: number | undefined;
  isolated: boolean;
  secure: boolean;
  /** The measuring worker had to be started from the service worker's copy, and its requests pass it. */
  behindServiceWorker: boolean;
  /** The browser promised to keep the store. Undefined: it does not say. */
  persisted?: boolean | undefined;
  freeBytes?: number | undefined;
}

/** What `Check endpoint` found out; `ui/check-findings.ts` says what it means. */
export interface CheckFacts {
  page: PageFacts;
  probes: ProbeFacts[];
}
