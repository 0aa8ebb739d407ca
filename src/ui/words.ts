import type { CampaignEvent, StopReason } from '../core/campaign.ts';
import type { StallCause } from '../core/inference/gap-cause.ts';
import type { StallDirection } from '../core/link/stalls-usual.ts';
import type { Plan, ProbeKind } from '../core/plan.ts';
import type { Outcome, ProbeError, TimingSource } from '../core/sample.ts';
import type { IntervalKind, OutageCause } from '../report/types.ts';

/** What the app calls things. */
export const METRIC_NAMES: Record<string, string> = {
  late: 'Sent late by',
  response: 'Response time',
  service: 'Service time',
  rtt: 'Network round trip',
  queue: 'Wait in the browser',
  dns: 'Name resolution',
  connect: 'Connect',
  tls: 'TLS handshake',
  ttfb: 'Time to first byte',
  download: 'Download',
  server: 'Server time',
  ttft: 'Time to first token',
  ttfo: 'Time to first output',
  tpot: 'Time per output token',
  e2e: 'End to end',
  wire_ttft: 'First token, on the wire',
  wire_e2e: 'End to end, on the wire',
  upload: 'Upload',
  owd_up_var: 'One-way delay variation, up',
  owd_down_var: 'One-way delay variation, down',
  longest_gap: 'Longest gap of an answer',
  server_ttft: 'Server time to first token',
  server_queue: 'Wait in the server',
  network_ttft: 'Network share of first token',
};

export const metricName = (metric: string) => METRIC_NAMES[metric] ?? metric;

export const KIND_NAMES: Record<ProbeKind, string> = { http: 'HTTP', websocket: 'WebSocket', chat: 'Chat' };

export const LINK_NAMES: Record<Plan['site']['link'], string> = {
  starlink: 'Starlink',
  fibre: 'Fibre',
  cellular: 'Cellular',
  geo: 'Geostationary satellite',
  other: 'Other link',
};

export const PROFILE_NAMES: Record<Plan['profile'], string> = {
  'chat-standard': 'Chat, standard',
  'chat-snappy': 'Chat, snappy',
  rag: 'Retrieval-augmented answers',
  'agent-step': 'Agent step',
  'code-generation': 'Code generation',
  'inline-completion': 'Inline completion',
  'voice-turn': 'Voice turn',
  'vision-request': 'Vision request',
  teleoperation: 'Teleoperation',
  batch: 'Batch',
  'training-sync': 'Training, synchronous',
  'training-local-update': 'Training, local updates',
  custom: 'Custom',
};

/** Where messages were held up. */
export const DIRECTION_NAMES: Record<StallDirection, string> = {
  up: 'on the way to the server',
  down: 'on the way back',
  both: 'on both ways',
};

/** Who made an answer stall, in the order in which they are shown. */
export const STALL_CAUSES: readonly StallCause[] = ['link', 'server', 'unknown'];
export const STALL_NAMES: Record<StallCause, string> = {
  link: 'the link',
  server: 'the server',
  unknown: 'not known',
};

export const OUTCOME_NAMES: Record<Outcome, string> = {
  ok: 'answered',
  late: 'answered late',
  timeout: 'timed out',
  failed: 'failed',
  skipped: 'skipped',
  unmeasured: 'unmeasured',
};

export const OUTCOME_MEANINGS: Record<Outcome, string> = {
  ok: 'The answer came within the timeout.',
  late: 'The echo came after the timeout; its time is kept.',
  timeout: 'No answer within the timeout.',
  failed: 'The request ended in an error.',
  skipped: 'Not sent: too many requests were still open.',
  unmeasured:
    'Nobody was looking: the laptop slept, the page was frozen or closed, or it sent over 1 s late.',
};

export const INTERVAL_NAMES: Record<IntervalKind, string> = {
  outage: 'Outage',
  interruption: 'Interruption',
  unmeasured: 'Unmeasured',
};

export const ERROR_NAMES: Record<ProbeError, string> = {
  'dns-or-connect': 'no connection',
  cors: 'refused to this page (CORS)',
  'http-status': 'HTTP error status',
  throttled: 'throttled by the server',
  truncated: 'cut off within the answer',
  'stream-error': 'error within the stream',
  malformed: 'answer not readable',
  aborted: 'aborted',
  offline: 'browser without a network',
  'mixed-content': 'http blocked on an https page',
  permission: 'permission refused',
  unknown: 'reason hidden by the browser',
};

/** What a cause is called, and how it was told. */
export const CAUSES: Record<OutageCause, readonly [name: string, meaning: string]> = {
  link: ['The link', 'The control probes beyond the link failed too, and no router is known to have failed.'],
  endpoint: [
    'The endpoint',
    'The control probes beyond the link went on: only the endpoint, or the way to it, was silent.',
  ],
  local: ['The local network', 'The control probe to the router failed too: Wi-Fi, cable or router.'],
  unknown: [
    'Not known',
    'No control probe beyond the link told it from the endpoint: there was none, none was ever answered, or as many failed as went on. Add one to the next plan. It counts against the link.',
  ],
  'sleep-or-step': [
    'Sleep or clock step',
    'The laptop slept or its clock was set; from inside they look alike.',
  ],
  frozen: ['Page frozen', 'The browser held the page still, so nothing was sent.'],
  closed: [
    'Page closed',
    'The page was closed or reloaded while the campaign ran, or its measuring worker was exchanged.',
  ],
  sleep: ['Laptop slept', 'Server time shows that the laptop slept.'],
  'clock-step': ['Clock set', 'Server time shows that the laptop’s clock was set.'],
  'not-recorded': [
    'Not recorded',
    'The imported recording has no row there, or its recorder stood still after a single lost probe.',
  ],
  lost: [
    'Samples lost',
    'It was measured, but the samples are damaged in this browser’s store, or could not be stored.',
  ],
};

export const TIMING_NAMES: Record<TimingSource, string> = {
  'resource-timing': 'Resource Timing of the browser’s network stack',
  'service-worker':
    'through the service worker, which adds about 1 ms; Firefox then hides the network\u2019s own phases',
  'wall-clock': 'clock read in script around the request, because the endpoint lets the page read no phases',
  opaque: 'start and end alone, because the endpoint lets no page read its answers (no-cors)',
  'message-event': 'clock read as the WebSocket message (or its opening) was delivered',
};

export const STOP_REASONS: Record<StopReason, string> = {
  user: 'It was stopped by hand.',
  'data-budget': 'It stopped because the data budget was used up.',
  storage: 'It stopped because samples could no longer be stored.',
};

export const EVENT_NAMES: Record<CampaignEvent['kind'], string> = {
  start: 'Start',
  resume: 'Resumed',
  stop: 'Stop',
  finish: 'Finish',
  gap: 'Gap',
  'gap-cause': 'Gap',
  'clock-step': 'Clock',
  connect: 'Connect',
  disconnect: 'Disconnect',
  'fresh-connection': 'Fresh connection',
  visibility: 'Page',
  'wake-lock': 'Screen',
  online: 'Online',
  offline: 'Offline',
  update: 'Update',
  note: 'Note',
  import: 'Import',
};
