import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterEach } from 'vitest';
import WebSocket from 'ws';
import { startTarget, type Target, type TargetOptions } from '../../src/target/target.ts';

const running: Target[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((target) => target.close()));
});

/** A reference endpoint that ends with the test. */
export async function started(options: TargetOptions = {}): Promise<Target> {
  const target = await startTarget(options);
  running.push(target);
  return target;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** One request over a connection of its own. Rejects when the connection breaks. */
export function ask(
  target: Target,
  method: string,
  path: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string | Uint8Array } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${target.url}${path}`, { method, headers, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export function askJson(target: Target, path: string, value: unknown): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' };
  return ask(target, 'POST', path, { headers, body: JSON.stringify(value) });
}

/** An open WebSocket to /echo. */
export async function echo(target: Target, protocols: string[] = []): Promise<WebSocket> {
  const socket = new WebSocket(`${target.url.replace('http', 'ws')}/echo`, protocols);
  await once(socket, 'open');
  return socket;
}

export interface Message {
  data: Buffer;
  binary: boolean;
}

/** The next messages of a WebSocket, in order of arrival. Call before what makes them come. */
export function messages(socket: WebSocket, count: number): Promise<Message[]> {
  return new Promise((resolve, reject) => {
    const got: Message[] = [];
    const take = (data: Buffer, binary: boolean) => {
      got.push({ data, binary });
      if (got.length < count) return;
      socket.off('message', take);
      resolve(got);
    };
    socket.on('message', take);
    socket.once('close', () => reject(new Error(`closed after ${got.length} of ${count} messages`)));
  });
}
