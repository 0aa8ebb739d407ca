/**
 * The part of @copilotkit/aimock that is used. The package is no dependency of the
 * repository, so its own types are not at hand.
 */
export interface AimockModule {
  LLMock: new (options: { port: number; host: string; chunkSize: number }) => LLMock;
}

export interface LLMock {
  readonly url: string;
  /** Answers messages that contain `text`. */
  onMessage(text: string, response: TextResponse | ErrorResponse, options: AnswerOptions): unknown;
  start(): Promise<unknown>;
  stop(): Promise<void>;
}

export interface TextResponse {
  content: string;
  /** By the names of OpenAI's chat and of the others. */
  usage: { prompt_tokens: number; completion_tokens: number; input_tokens: number; output_tokens: number };
}

export interface ErrorResponse {
  error: { message: string; type: string; code: string };
  status: number;
  /** Seconds. */
  retryAfter: number;
}

export interface AnswerOptions {
  /** Before each chunk, ms. */
  latency: number;
  /** The connection is cut after so many chunks. */
  truncateAfterChunks?: number;
}

/** Whether an imported module is aimock, by what is used of it. */
export function isAimockModule(value: unknown): value is AimockModule {
  return (
    typeof value === 'object' && value !== null && 'LLMock' in value && typeof value.LLMock === 'function'
  );
}
