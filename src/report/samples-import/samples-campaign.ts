import type { Campaign, CampaignEvent } from '../../core/campaign.ts';
import { checkPlan, describeProblem } from '../../core/plan.ts';
import { epochMillis } from '../../core/units.ts';
import { missingNumbers } from './columns-of.ts';
import type { ReadProbe, ReadSamples } from './samples-reader.ts';

/** What is said beside what the file holds. */
export interface SamplesOrigin {
  id: string;
  file: string;
  epochMs: number;
  /** SHA-256 of the file. */
  sha256: string;
}

export interface SamplesCampaign {
  campaign: Campaign;
  events: CampaignEvent[];
}

/**
 * Takes apart what `exportName` put together: the name, what is simulated, and whether it
 * was imported before.
 */
function namesIn(campaign: string): { bare: string; simulated?: string | undefined } {
  if (!campaign.endsWith(')')) return { bare: campaign };
  const at = Math.max(campaign.lastIndexOf(' (simulated '), campaign.lastIndexOf(' (imported from '));
  if (at < 0) return { bare: campaign };
  const told = /^(?:simulated ([^()]+?))?(?:(?:^|, )imported from .*)?$/s.exec(campaign.slice(at + 2, -1));
  return told === null ? { bare: campaign } : { bare: campaign.slice(0, at), simulated: told[1] };
}

/**
 * Makes the campaign of a samples CSV that was read; a text says why none can be
 * made. What the file does not have is in `imported.lacks`, a sentence each.
 */
export function samplesCampaign(
  read: ReadSamples,
  { id, file, epochMs, sha256 }: SamplesOrigin,
): SamplesCampaign | string {
  const { bare, simulated } = namesIn(read.campaign);
  const first = Math.min(...read.probes.map(({ firstDueEpochMs }) => firstDueEpochMs));
  const end = Math.max(...read.probes.map((probe) => probe.lastDueEpochMs + intervalOf(probe)));
  const result = checkPlan({
    dishprobePlan: 1,
    name: bare.slice(0, 120) || 'Samples',
    durationS: Math.max(1, (end - first) / 1000),
    site: { name: read.site.slice(0, 120) },
    probes: read.probes.map(probeOf),
  });
  if (!result.ok)
    return `The file does not fit into a campaign: ${result.problems.map(describeProblem).join(' ')} Import the campaign’s bundle instead.`;
  const lacks = lacksOf(read);
  const campaign: Campaign = {
    id,
    plan: result.plan,
    state: 'finished',
    createdEpochMs: epochMillis(epochMs),
    startedEpochMs: epochMillis(first),
    aliveEpochMs: epochMillis(end),
    endedEpochMs: epochMillis(end),
    seed: 0,
    simulated: simulated === undefined ? [] : simulated.split(' + '),
    bytes: Math.round(read.bytes),
    headlines: read.probes.map(({ headline }) => headline),
    imported: {
      file,
      epochMs: epochMillis(epochMs),
      columns: { time: 'due_epoch_ms', rtt: 'rtt_ms' },
      rows: read.rows,
      sha256,
      lacks,
    },
  };
  const detail = `Imported from ${file}: ${read.rows} samples. The samples CSV lacks: ${lacks.join(' ')}`;
  return { campaign, events: [{ kind: 'import', epochMs: epochMillis(first), detail }] };
}

const LEAST_MS = 5;
const MOST_MS = 86_400_000;

/** The mean step: due times lie on a grid, moved by jitter. */
function intervalOf({ count, firstDueEpochMs, lastDueEpochMs }: ReadProbe): number {
  const mean = count < 2 ? 1000 : (lastDueEpochMs - firstDueEpochMs) / (count - 1);
  return Math.min(MOST_MS, Math.max(LEAST_MS, Math.round(mean * 1000) / 1000));
}

function probeOf(probe: ReadProbe): object {
  const { name, kind, longestMs, warmUp, oneWay } = probe;
  const least = kind === 'chat' ? 60_000 : 5000;
  const common = {
    name,
    intervalMs: intervalOf(probe),
    jitter: 0,
    timeoutMs: Math.min(600_000, Math.max(least, Math.ceil(longestMs))),
  };
  // RFC 6761: a name that never resolves. Nothing is ever asked of it.
  if (kind === 'websocket')
    return {
      kind,
      ...common,
      url: 'wss://samples.invalid/',
      ...(oneWay ? { subprotocol: 'dishprobe.echo.v1' } : {}),
    };
  const url = 'https://samples.invalid/';
  return kind === 'chat'
    ? { kind, ...common, url, protocol: 'openai', warmUp: Math.min(1000, warmUp) }
    : { kind, ...common, url };
}

function lacksOf(read: ReadSamples): string[] {
  const missing = missingNumbers(read.columns);
  return [
    'The plan: addresses, protocols, prompts, timeouts and limits; the interval is the mean step.',
    'Events: notes and the causes of gaps.',
    'Which probes are control probes: all count as measuring the link.',
    'The monotonic clock: steps of the wall clock are in the due times.',
    'Digits behind the third.',
    ...(missing.length === 0 ? [] : [`The columns ${missing.join(', ')}.`]),
  ];
}
