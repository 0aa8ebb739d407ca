import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';

/** Whole request bodies are read into memory up to here. */
const MAX_BODY_BYTES = 8_000_000;

/** A request that cannot be served, with the HTTP status and a sentence for the answer. */
export class RequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Headers with which any page may call and time the server. */
export function allowAnyOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Timing-Allow-Origin', '*');
  response.setHeader('Access-Control-Max-Age', '7200');
  if (request.method !== 'OPTIONS') return;
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  // A star would not cover Authorization (Fetch, CORS protocol).
  const asked = request.headers['access-control-request-headers'] ?? '*';
  response.setHeader('Access-Control-Allow-Headers', asked);
}

/** Reads a JSON body by a schema. Throws RequestError 400 or 413. */
export async function readBody<Schema extends v.GenericSchema>(
  request: IncomingMessage,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request) {
    if (!(part instanceof Uint8Array)) throw new RequestError(400, 'The body is not made of bytes.');
    size += part.length;
    if (size > MAX_BODY_BYTES)
      throw new RequestError(413, `The body is larger than ${MAX_BODY_BYTES / 1e6} MB.`);
    parts.push(part);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new RequestError(400, 'The body is not JSON.');
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new RequestError(400, `${v.getDotPath(issue) ?? 'The body'}: ${issue.message}`);
}

/** Aborts when the client goes away before the answer is complete. */
export function clientSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) controller.abort();
  });
  return controller.signal;
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}
