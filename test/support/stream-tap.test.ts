import { describe, expect, it } from 'vitest';
import type { Passage } from './link-lane.ts';
import { StreamTap } from './stream-tap.ts';

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const event = (value: object) => chunked(`data: ${JSON.stringify(value)}\n\n`);
const content = (text: string) => event({ choices: [{ delta: { content: text } }] });

describe('a tap on the link', () => {
  const tap = new StreamTap();
  const piece = (direction: 'up' | 'down', epochMs: number, text: string): void => {
    const passage: Passage = {
      port: 1,
      connection: 7,
      direction,
      epochMs,
      passedEpochMs: epochMs + 25,
      bytes: text.length,
      delayMs: 25,
    };
    tap.take(passage, Buffer.from(text));
  };

  it('times the content of each answer from the request’s coming to the passing on of its pieces', () => {
    piece('up', 900, 'OPTIONS /v1/chat/completions HTTP/1.1\r\n\r\n');
    piece('down', 930, 'HTTP/1.1 204 No Content\r\n\r\n');
    piece('up', 1000, 'POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 2\r\n\r\n');
    piece('up', 1001, '{}');
    piece('down', 1040, `${HEAD}${event({ choices: [{ delta: { role: 'assistant' } }] })}`);
    piece('down', 1060, content('One'));
    piece('down', 1070, content(' two'));
    piece('down', 1080, `${content(' three')}${event({ choices: [], usage: { completion_tokens: 3 } })}`);
    piece('down', 1090, `${chunked('data: [DONE]\n\n')}0\r\n\r\n`);
    piece('up', 2000, 'POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}');
    piece('down', 2050, `${HEAD}${content('One')}`);
    expect(tap.answers()).toEqual([
      { port: 1, cameEpochMs: 1000, ttftMs: 85, e2eMs: 105, tpotMs: 10 },
      { port: 1, cameEpochMs: 2000, ttftMs: 75, e2eMs: 75, tpotMs: undefined },
    ]);
  });
});
