import type { ProtocolId } from '../plan-schema.ts';
import type { StreamFinding } from './findings.ts';

/** What a model is asked, whatever the protocol. */
export interface Ask {
  model: string;
  prompt: string;
  maxTokens: number;
  /** An image as a base64 data URL. Protocols that take none leave it out. */
  imageUrl?: string | undefined;
  /** Whether to ask for a usage record, where that has to be asked for: some servers refuse the field. */
  usage: boolean;
}

/**
 * How an answer comes in. `sse`: server-sent events (or one JSON object, from a
 * server that does not stream). `ndjson`: a JSON text a line. `json`: one JSON
 * text, the whole body. `message`: WebSocket messages.
 */
export type Framing = 'sse' | 'ndjson' | 'json' | 'message';

interface Protocol {
  readonly id: ProtocolId;
  readonly framing: Framing;
  /** What one event, line, message or body says. Never throws; garbage is `malformed`, and nothing else then. */
  read(data: string): StreamFinding[];
}

export interface HttpProtocol extends Protocol {
  readonly transport: 'http';
  /** Request headers that the protocol needs beside `content-type: application/json` and the key. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body of the POST request. */
  body(ask: Ask): string;
}

/** `opened`: before the server was told anything. `ready`: a turn may be sent. */
export type SocketStage = 'opened' | 'configured' | 'ready';

export interface SocketProtocol extends Protocol {
  readonly transport: 'websocket';
  /**
   * The set-up of a connection, one step: what to send, and where that leads.
   * `message` is what the server sent; undefined right after the connection
   * opened. What it does not know leaves the stage as it is. A server that fails
   * says so in a message that `read` names.
   */
  greet(ask: Ask, stage: SocketStage, message: string | undefined): { stage: SocketStage; send: string[] };
  /** The messages of one turn. The last one starts the answer: its time counts from there. */
  turn(ask: Ask): string[];
}

export type InferenceProtocol = HttpProtocol | SocketProtocol;
