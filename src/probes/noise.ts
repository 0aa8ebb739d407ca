/** As much as `crypto.getRandomValues` gives at once (W3C Web Cryptography). */
const STEP_BYTES = 65_536;

/**
 * A body of random bytes, which nothing on the way can compress. Made once and
 * sent again and again: a blob's bytes are not copied for each request. It has no
 * type, so the request has no Content-Type and stays one that needs no CORS
 * preflight (Fetch, extract a body).
 */
export function noiseBody(bytes: number): Blob {
  const all = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += STEP_BYTES) crypto.getRandomValues(all.subarray(at, at + STEP_BYTES));
  return new Blob([all]);
}
