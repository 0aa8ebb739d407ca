import type { WebSocketProbeSpec } from '../core/plan.ts';
import type { ProbeContext } from './context.ts';
import { connectOnce } from './reconnector.ts';

/** A link that is down is not asked more often than this. */
const ASK_EVERY_MS = 5000;

/**
 * A server that does not take up the offered subprotocol makes the browser fail
 * the connection, and the browser does not say why. Where no connection with it
 * has come up yet, one without it is tried, and then one with it again: if only
 * the plain one opens, the subprotocol is the reason, which is noted once.
 */
export class SubprotocolDoubt {
  readonly #spec: WebSocketProbeSpec;
  readonly #context: ProbeContext;
  #accepted = false;
  #refused = false;
  #asking = false;
  #askedMs = Number.NEGATIVE_INFINITY;
  #ignored = false;

  constructor(spec: WebSocketProbeSpec, context: ProbeContext) {
    this.#spec = spec;
    this.#context = context;
    this.#accepted = spec.subprotocol === undefined;
  }

  /** The server answers, but not with the subprotocol. */
  get isRefused(): boolean {
    return this.#refused;
  }

  /** A connection as the plan wants it has opened; Firefox opens one though the server chose no subprotocol. */
  opened({ protocol }: Pick<WebSocket, 'protocol'>): void {
    this.#accepted = true;
    this.#refused = false;
    const { subprotocol } = this.#spec;
    if (subprotocol === undefined || protocol === subprotocol || this.#ignored) return;
    this.#ignored = true;
    const detail = `The server did not take up the subprotocol ${subprotocol}, so its own times are not known. Other browsers end such a connection: leave it out of the plan, or let the server answer with it.`;
    this.#context.note({ kind: 'note', detail });
  }

  /** A connection has failed. Resolves once that is looked into; never rejects. */
  async failed(): Promise<void> {
    const { clock, note } = this.#context;
    if (this.#accepted || this.#refused || this.#asking || clock.now() - this.#askedMs < ASK_EVERY_MS) return;
    this.#asking = true;
    this.#askedMs = clock.now();
    const { subprotocol } = this.#spec;
    const plain = await this.#opens({ ...this.#spec, subprotocol: undefined });
    if (plain && !(await this.#opens(this.#spec)) && !this.#accepted) {
      this.#refused = true;
      const detail = `The server does not accept the subprotocol ${subprotocol}, so the browser ends each connection and nothing is measured. Leave it out of the plan, or let the server answer with it.`;
      note({ kind: 'note', detail });
    }
    this.#asking = false;
  }

  async #opens(spec: WebSocketProbeSpec): Promise<boolean> {
    const socket = await connectOnce(spec, this.#context, spec.timeoutMs);
    socket?.close(1000);
    return socket !== undefined;
  }
}
