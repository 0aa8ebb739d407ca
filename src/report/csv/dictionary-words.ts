/** Meanings of columns that `NUMERIC_COLUMNS` does not define. */
type Words = Readonly<Record<string, string>>;

const CAMPAIGN = {
  campaign:
    'Name of the campaign; a simulated link or model, and an imported file, are named behind it in brackets.',
  site: 'Name of the site.',
};

/** Of the samples. */
export const COLUMN_WORDS: Words = {
  ...CAMPAIGN,
  probe: 'Name of the probe, one of its campaign.',
  kind: 'http, websocket or chat.',
  seq: 'Number of the due time, counted from 0 without gap or repeat; a filtered export has only those within the filter, with the numbers of the whole.',
  due_utc: 'When the request was due, by the laptop\u2019s clock; cut to the millisecond.',
  due_epoch_ms: 'The same in milliseconds since 1970-01-01T00:00:00Z.',
  late_ms: 'Moment of sending less the due time.',
  outcome:
    'ok; late (websocket: the echo came after the timeout); timeout; failed; skipped (not sent: too many in flight); unmeasured (nobody was looking).',
  error: 'Why a request failed, as far as a browser tells; unknown else.',
  new_connection: 'Whether the request opened a connection.',
  preflight: 'Whether the request paid for a CORS preflight.',
  timing_source: 'Where the times come from: the browser\u2019s network stack, or a clock in script.',
  protocol: 'Network protocol, as nextHopProtocol names it.',
  finish_reason: 'Why the model stopped, in the server\u2019s own words.',
  reordered: 'The echo came after one that was sent later.',
  warm_up:
    'The request only warmed the model up and is part of no figure; empty where the plan has no warm-up.',
  server_source: 'Who told the server\u2019s own time: a header, or the server whose answer holds it.',
  icl_ms: 'Every gap between two chunks of the answer, in order, with blanks between them.',
};

const percentile = (share: string) =>
  `${share} by the nearest rank; empty with fewer than 5 samples beyond it.`;
const bound = (share: string, side: string) => `${side} end of the 95 % interval of ${share}.`;

/** Of the percentiles. */
export const PERCENTILE_WORDS: Words = {
  ...CAMPAIGN,
  probe: 'Name of the probe.',
  metric: 'A column of the samples without _ms.',
  unit: 'Unit of the figures.',
  population:
    'ok: answered requests that have the metric. scheduled: all that were due; timeout, failed and skipped count as infinitely slow.',
  scheduled: 'Due times that were measured.',
  ok: 'Of them, answered in time.',
  late: 'Answered after the timeout.',
  timeout: 'Not answered in time.',
  failed: 'Failed.',
  skipped: 'Not sent: too many were in flight.',
  unmeasured: 'Due times at which nobody was looking; in neither population.',
  min: 'Least value.',
  p50: percentile('Median'),
  p50_low: bound('the median', 'Lower'),
  p50_high: bound('the median', 'Upper'),
  p75: percentile('75th percentile'),
  p90: percentile('90th percentile'),
  p95: percentile('95th percentile'),
  p95_low: bound('p95', 'Lower'),
  p95_high: bound('p95', 'Upper'),
  p99: percentile('99th percentile'),
  p99_low: bound('p99', 'Lower'),
  p99_high: bound('p99', 'Upper'),
  p99_9: percentile('99.9th percentile'),
  p99_9_low: bound('p99.9', 'Lower'),
  p99_9_high: bound('p99.9', 'Upper'),
  max: 'Greatest value; inf where a request got no answer.',
  mean: 'Arithmetic mean.',
  jitter: 'Mean absolute difference of consecutive samples.',
  quantile_method: 'How the percentiles were made.',
  interval_method: 'How the intervals were made.',
  clock_resolution_ms: 'Smallest step of the laptop\u2019s monotonic clock.',
  cross_origin_isolated: 'Whether the page was cross-origin isolated, which sharpens the clock.',
  start_utc: 'Start of the time that the figures are of.',
  end_utc: 'End of that time.',
  decided_by: 'What decided the verdict: planned-end, or anytime, which holds at every moment of looking.',
  p75_low: bound('p75', 'Lower'),
  p75_high: bound('p75', 'Upper'),
  p90_low: bound('p90', 'Lower'),
  p90_high: bound('p90', 'Upper'),
  limits_chosen_utc:
    'When the limits of the verdict were chosen, where that was after measuring, or after the first of several merged campaigns whose limits differ; empty where the plan had them.',
};

/** Of the outages. */
export const OUTAGE_WORDS: Words = {
  ...CAMPAIGN,
  start_utc:
    'Last arrival before; at the start of the campaign and after unmeasured time the first due time; of unmeasured time, its beginning. In a filtered report no row begins before a border of the filter.',
  end_utc:
    'First arrival after; at the end of the campaign and before unmeasured time, that; of unmeasured time, its end. In a filtered report a row ends at the border of the filter.',
  duration_s: 'The time between the two, in seconds.',
  kind: 'outage (longer than 2 s), interruption (0.5 to 2 s) or unmeasured (nobody was looking). In a filtered report a row that begins or ends at a border of the filter is a part: the whole was of that kind, the part may be shorter, and others may be parts of the same.',
  cause: 'link, endpoint, local or unknown; of unmeasured time, why nobody was looking.',
  probes: 'Names of the probes that saw it, with semicolons between them.',
};

/** Of the events. */
export const EVENT_WORDS: Words = {
  ...CAMPAIGN,
  utc: 'When it happened, by the laptop\u2019s clock; of a time, its beginning.',
  epoch_ms: 'The same in milliseconds since 1970-01-01T00:00:00Z.',
  kind: 'What it was: start, resume, stop, finish, gap, gap-cause, note, ...',
  probe: 'Name of the probe that it belongs to; empty where it belongs to none.',
  duration_s: 'How long it lasted, in seconds.',
  cause: 'Of a gap, why nobody was looking; a later gap-cause with the same time knows better.',
  detail: 'A sentence for a person.',
};
