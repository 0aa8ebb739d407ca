import type { Socket } from 'node:net';
import { RawStreamAnswer } from './raw-stream-answer.ts';
import { RawAnswerReader } from './raw-stream-http.ts';

/** How long the end of the connection's framing is waited for after the end marker. */
const LINGER_MS = 500;

/**
 * Reads one streamed answer off a socket. Resolves once it says that it is done, is
 * whole, or breaks off (after `timeoutMs` by itself). `free` is called when the
 * connection can be used again; otherwise it is destroyed.
 */
export function readAnswer(
  socket: Socket,
  timeoutMs: number,
  free: () => void,
): Promise<{ status: number | undefined; answer: RawStreamAnswer }> {
  return new Promise((resolve) => {
    let answer = new RawStreamAnswer('');
    let readMs = 0;
    let started = false;
    const reader = new RawAnswerReader((bytes) => {
      if (!started) answer = new RawStreamAnswer(reader.headers.get('content-type') ?? '');
      started = true;
      answer.take(bytes, readMs);
    });
    const give = (): void => resolve({ status: reader.status, answer });
    let patience = setTimeout(() => socket.destroy(), timeoutMs);
    const leave = (): void => {
      clearTimeout(patience);
      socket.off('data', onData).off('close', onClose);
    };
    const onData = (bytes: Buffer): void => {
      readMs = performance.now();
      try {
        reader.take(bytes);
      } catch {
        socket.destroy();
        return;
      }
      if (reader.complete) {
        answer.end();
        leave();
        give();
        if (reader.headers.get('connection')?.toLowerCase() === 'close') socket.destroy();
        else free();
      } else if (answer.done) {
        give();
        clearTimeout(patience);
        patience = setTimeout(() => socket.destroy(), LINGER_MS);
      }
    };
    const onClose = (): void => {
      if (reader.untilClose) answer.end();
      leave();
      give();
    };
    socket.on('data', onData).on('close', onClose);
  });
}
