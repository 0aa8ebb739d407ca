import { createParser } from 'eventsource-parser';
import type { Framing } from './protocol.ts';

/** Takes what framing finds in an answer. */
export interface FrameSink {
  /** An event, line, message or body. `whole` is false for what stood at the end without its terminator. */
  frame(data: string, whole: boolean): void;
  /** A comment, or an event without data. */
  keepAlive(): void;
  /** The framing itself says that the server failed. */
  fail(): void;
}

/** Cuts decoded text into frames. */
export interface Framer {
  feed(text: string): void;
  /** The end of the body: hands on what stands without a terminator. */
  end(): void;
}

/**
 * Cuts an answer, fed piece by piece as decoded text, into frames and hands each to `sink` as soon as it
 * is whole. A server that was asked for events and answers with one JSON text is read as that. The framer
 * never throws; what a sink throws passes through it. Formats: WHATWG HTML 9.2 (`sse`), ndjson.org
 * (`ndjson`), RFC 8259 (`json`); with `message` each piece is one frame already.
 */
export function framerOf(framing: Framing, sink: FrameSink): Framer {
  switch (framing) {
    case 'sse':
      return started((text) => (text.startsWith('{') ? body(sink) : events(sink)));
    case 'ndjson':
      return started(() => lines(sink));
    case 'json':
      return started(() => body(sink));
    case 'message':
      return { feed: (text) => sink.frame(text, true), end() {} };
  }
}

/** White space and a byte order mark before the first character say nothing; the first character says what it is. */
function started(choose: (text: string) => Framer): Framer {
  let framer: Framer | undefined;
  return {
    feed(text) {
      const rest = framer === undefined ? text.trimStart() : text;
      if (rest === '') return;
      framer ??= choose(rest);
      framer.feed(rest);
    },
    end: () => framer?.end(),
  };
}

/** Old llama.cpp sends an error as a field of its own, and some proxies as bare JSON between events. */
const ERROR_FIELD = /^(\{\s*")?error"?$/;

/** Server-sent events (WHATWG HTML, 9.2). A last event without its blank line counts: servers forget it. */
function events(sink: FrameSink): Framer {
  let whole = true;
  let afterCr = false;
  const parser = createParser({
    onEvent({ event, data }) {
      if (event === 'error') sink.fail();
      else if (data.trim() === '') sink.keepAlive();
      else sink.frame(data, whole);
    },
    onComment: () => sink.keepAlive(),
    onError: ({ field = '' }) => {
      if (ERROR_FIELD.test(field)) sink.fail();
    },
  });
  return {
    // The parser waits after a CR for what follows, but an event that CRs end is whole with the last of them.
    feed(text) {
      const rest = afterCr && text.startsWith('\n') ? text.slice(1) : text;
      afterCr = text.endsWith('\r');
      parser.feed(rest.replace(/\r\n?/g, '\n'));
    },
    end() {
      whole = false;
      parser.feed('\n\n');
    },
  };
}

/** One JSON text a line (ndjson.org). */
function lines(sink: FrameSink): Framer {
  let rest = '';
  const line = (text: string, whole: boolean) => {
    if (text.trim() !== '') sink.frame(text, whole);
  };
  return {
    feed(text) {
      let from = 0;
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
        line(rest + text.slice(from, at), true);
        rest = '';
        from = at + 1;
      }
      rest += text.slice(from);
    },
    end: () => line(rest, false),
  };
}

/** The whole body as one JSON text. One that opens a bracket and does not end with one was cut. */
function body(sink: FrameSink): Framer {
  let text = '';
  return {
    feed(more) {
      text += more;
    },
    end: () => sink.frame(text, !/^[{[]/.test(text) || /[}\]]\s*$/.test(text)),
  };
}
