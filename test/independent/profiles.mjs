/**
 * A limit of a plan, as docs/verdict.md describes it.
 * @typedef {object} Limit
 * @property {string} metric
 * @property {number} [ms]
 * @property {number} [perS]
 * @property {number} share
 * @property {string[]} [probes]
 */

/**
 * What of a plan file the numbers of a report hang on.
 * @typedef {object} Plan
 * @property {string} [profile]
 * @property {Limit[]} [limits]
 * @property {{ endpointingMs?: number, sttMs?: number, ttsMs?: number }} [voice]
 * @property {number} [availabilityTarget]
 * @property {{ name: string, kind: string, url: string, role?: string, expect?: string, timeoutMs?: number }[]} probes
 */

/**
 * @param {string} metric
 * @param {number} ms
 * @param {number} share
 * @returns {Limit}
 */
const within = (metric, ms, share) => ({ metric, ms, share });

/**
 * The limits of each profile: the table of docs/verdict.md.
 * @type {Record<string, Limit[]>}
 */
export const PROFILES = {
  'chat-standard': [within('ttft', 2000, 0.95), within('tpot', 200, 0.95)],
  'chat-snappy': [within('ttft', 450, 0.95), within('tpot', 40, 0.95)],
  rag: [within('ttft', 300, 0.99), within('tpot', 100, 0.99), within('e2e', 3000, 0.99)],
  'agent-step': [within('e2e', 5000, 0.99)],
  'code-generation': [within('ttft', 500, 0.99), within('tpot', 150, 0.99)],
  'inline-completion': [within('e2e', 500, 0.95), within('e2e', 2000, 0.99)],
  'voice-turn': [within('turn', 800, 0.95)],
  'vision-request': [within('response', 1000, 0.95)],
  teleoperation: [within('rtt', 120, 0.99)],
  batch: [
    { metric: 'answered', share: 0.99 },
    { metric: 'tokens_per_s', perS: 10, share: 0.9 },
    { metric: 'availability', share: 0.99 },
  ],
  'training-sync': [within('rtt', 10, 0.99)],
  'training-local-update': [{ metric: 'answered', share: 0.99 }],
  custom: [],
};

/** Keeping the limits of these proves nothing. */
export const ONLY_RULED_OUT = ['teleoperation', 'training-sync', 'training-local-update'];

/** ms that a voice turn takes beside the model, where the plan does not say. */
export const VOICE = { endpointingMs: 200, sttMs: 100, ttsMs: 100 };
