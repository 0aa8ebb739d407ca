import type { ProbeError } from '../core/sample.ts';

/** What each error of the closed list means for the measurement, and an example of it. */
export const ERROR_MEANINGS: Record<ProbeError, readonly [meaning: string, example: string]> = {
  'dns-or-connect': [
    'Nothing answered: the name did not resolve, no connection came up, or its certificate was not trusted. A browser tells a page no more.',
    'the dish loses its satellites for 20 s, and no new connection gets through.',
  ],
  cors: [
    'The endpoint answers, but never lets this page read it. Not a fault of the link.',
    'Ollama answers 403 to a page from another host until OLLAMA_ORIGINS names it.',
  ],
  'http-status': [
    'The endpoint answered with an error status. The link worked, so the time of the answer is kept.',
    '503, as the model is still being loaded; 401, as the key is missing.',
  ],
  throttled: [
    'The endpoint wants fewer requests. No request is sent before the time that it names, and none of that wait counts as the link’s.',
    '429 with Retry-After: 30: nothing is sent to it for 30 s.',
  ],
  truncated: [
    'The answer began and broke off without its end mark or a finish reason. It is never taken for a short answer.',
    'the connection breaks after 40 of 64 tokens.',
  ],
  'stream-error': [
    'The server said within the answer that it failed, after a status of 200.',
    'data: {"error": {"message": "out of memory"}} after the twelfth token.',
  ],
  malformed: [
    'What came is no answer of the chosen protocol.',
    'a login page in HTML, from a captive portal; or Ollama’s lines where OpenAI’s events were expected. Check endpoint names the protocol.',
  ],
  aborted: [
    'The request was given up before its answer came, and not for its timeout.',
    'the socket was closed while the answer was on its way.',
  ],
  offline: [
    'The browser itself knew of no network, so nothing was sent.',
    'Wi-Fi was switched off, or the cable to the router pulled.',
  ],
  'mixed-content': [
    'Browsers refuse plain http and ws from a page that came over https.',
    'the app at https://… asks http://192.168.1.20:8000. Open the app from localhost, or put TLS in front of the endpoint.',
  ],
  permission: [
    'The browser keeps this page from addresses of the local network.',
    'the question about the local network was answered with “Block”. The site’s settings, left of the address, allow it.',
  ],
  unknown: [
    'The request failed, and the endpoint answered again at once: the browser hides the reason.',
    'a connection that was reset in the moment of a hand-over, while the next one worked.',
  ],
};
