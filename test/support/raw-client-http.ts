import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One exchange, by the monotonic clock, in ms. */
export interface RawAnswer {
  firstByteMs: number;
  /** The server's own time, from `Server-Timing`; 0 where it says none. */
  serverMs: number;
}

/**
 * HTTP/1.1 by hand on connections that stand and are warm before the first probe:
 * the nearest that a program without a kernel of its own comes to the wire.
 */
export class RawHttp {
  readonly #idle: RawConnection[];
  readonly #all: RawConnection[];

  private constructor(connections: RawConnection[]) {
    this.#all = connections;
    this.#idle = [...connections];
  }

  /** Opens that many connections and sends one request over each, one after the other. */
  static async open(port: number, path: string, connections: number): Promise<RawHttp> {
    const all: RawConnection[] = [];
    while (all.length < connections) all.push(await RawConnection.open(port, path));
    await Promise.all(all.map((connection) => connection.ask()));
    return new RawHttp(all);
  }

  /** Sends at once; nothing if no connection is free. */
  ask(): Promise<RawAnswer> | undefined {
    const connection = this.#idle.pop();
    return connection?.ask().finally(() => this.#idle.push(connection));
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }
}

class RawConnection {
  readonly #socket: Socket;
  readonly #request: string;

  private constructor(socket: Socket, request: string) {
    this.#socket = socket;
    this.#request = request;
  }

  static async open(port: number, path: string): Promise<RawConnection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new RawConnection(socket, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  }

  ask(): Promise<RawAnswer> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      let firstByteMs: number | undefined;
      let text = '';
      const onData = (bytes: Buffer): void => {
        firstByteMs ??= performance.now();
        text += bytes.toString('latin1');
        const headEnd = text.indexOf('\r\n\r\n');
        if (headEnd < 0) return;
        const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
        if (text.length < headEnd + 4 + length) return;
        const serverMs = Number(/\r\nserver-timing:[^\r]*?dur=([\d.]+)/i.exec(text)?.[1] ?? 0);
        settle(() => resolve({ firstByteMs: firstByteMs ?? performance.now(), serverMs }));
      };
      const onClose = (): void => settle(() => reject(new Error('The raw connection was closed.')));
      const settle = (report: () => void): void => {
        socket.off('data', onData).off('close', onClose);
        report();
      };
      socket.on('data', onData).on('close', onClose);
      socket.write(this.#request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
