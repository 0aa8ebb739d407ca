import { type AnswerOptions, isAimockModule } from './aimock/binding.ts';
import { installPackages } from './npm-packages.ts';

const TITLE = 'The aimock test server';
const VERSION = '1.43.0';
const CHUNK_CHARS = 6;

/** What a user message gets that contains the word. */
export interface MockAnswer {
  word: string;
  reply: { text: string; tokens: number } | { busyS: number };
  /** Before each chunk of six characters, ms. Default 5. */
  gapMs?: number;
  /** The connection breaks off after so many chunks. */
  cutAfterChunks?: number;
}

export const MOCK_TEXT = 'The dish looks up and the beam comes down.';
/** A number that is neither that of words nor of chunks. */
export const MOCK_TOKENS = 11;
const PROMPT_TOKENS = 3;

/** An answer, one that breaks off in the middle, and a refusal for 3 s with status 429. */
export const MOCK_ANSWERS: readonly MockAnswer[] = [
  { word: 'cut', reply: { text: MOCK_TEXT, tokens: MOCK_TOKENS }, cutAfterChunks: 3 },
  { word: 'busy', reply: { busyS: 3 } },
  { word: 'hello', reply: { text: MOCK_TEXT, tokens: MOCK_TOKENS } },
];

export interface Aimock {
  url: string;
  close(): Promise<void>;
}

/**
 * Starts CopilotKit's aimock in this process, on 127.0.0.1: the protocols of OpenAI (chat,
 * responses, and Realtime over a WebSocket at `/v1/realtime`), Anthropic and Ollama, as
 * somebody else has read them. Installs it at the first use (12 MB, one package;
 * DISHPROBE_AIMOCK_DIR names another folder). Its durations, its counts for Ollama and its
 * usage in Realtime are all 0: for those there are llama.cpp and realtime-server.ts.
 * Rejects with a sentence where it cannot be had.
 */
export async function startAimock(answers: readonly MockAnswer[] = MOCK_ANSWERS): Promise<Aimock> {
  const entry = await installPackages({
    title: TITLE,
    folder: `aimock-${VERSION}`,
    folderVariable: 'DISHPROBE_AIMOCK_DIR',
    packages: [`@copilotkit/aimock@${VERSION}`],
    entry: '@copilotkit/aimock/dist/index.js',
  });
  const module: unknown = await import(/* @vite-ignore */ entry);
  if (!isAimockModule(module)) throw new Error('The installed aimock does not export what is used here.');
  const mock = new module.LLMock({ port: 0, host: '127.0.0.1', chunkSize: CHUNK_CHARS });
  for (const answer of answers) mock.onMessage(answer.word, responseOf(answer), optionsOf(answer));
  await mock.start();
  return { url: mock.url, close: () => mock.stop() };
}

function responseOf({ reply }: MockAnswer) {
  if ('busyS' in reply)
    return {
      error: { message: 'slow down', type: 'rate_limit_error', code: 'rate_limit_exceeded' },
      status: 429,
      retryAfter: reply.busyS,
    };
  const { text: content, tokens } = reply;
  const usage = {
    prompt_tokens: PROMPT_TOKENS,
    completion_tokens: tokens,
    input_tokens: PROMPT_TOKENS,
    output_tokens: tokens,
  };
  return { content, usage };
}

const optionsOf = ({ gapMs = 5, cutAfterChunks }: MockAnswer): AnswerOptions => ({
  latency: gapMs,
  ...(cutAfterChunks === undefined ? {} : { truncateAfterChunks: cutAfterChunks }),
});
