import type { ProbeReport, Report } from '../../report/types.ts';
import type { LimitDistribution } from '../../report/verdict-types.ts';
import { CdfPlot } from '../components/cdf-plot.tsx';
import { limitLines } from '../verdict-words.ts';
import { metricName } from '../words.ts';

/** The distribution of each metric on which a limit is set, with that limit; the headline has its plot elsewhere. */
export function LimitCdfs({ probe, report: { verdict } }: { probe: ProbeReport; report: Report }) {
  const own = verdict.distributions.filter((other) => other.probe === probe.name);
  return (
    <>
      {own.map((distribution) => (
        <CdfPlot
          key={distribution.metric}
          title={
            QUESTIONS[distribution.metric] ?? `How slow is the slowest ${metricName(distribution.metric)}?`
          }
          distribution={{
            ...plotted(distribution, probe),
            limits: limitLines(verdict, probe.name, distribution.metric),
          }}
        />
      ))}
    </>
  );
}

const QUESTIONS: Record<string, string> = {
  ttft: 'How slow are the slowest first tokens?',
  ttfo: 'How slow are the slowest first outputs?',
  tpot: 'How slow is the slowest pace of tokens?',
  e2e: 'How long do the longest answers take?',
  longest_gap: 'How long are the longest gaps within answers?',
  response: 'How slow are the slowest responses?',
  rtt: 'How slow are the slowest round trips?',
  tokens_per_s: 'How slow are the slowest answers, for each token?',
};

function plotted({ metric, n, points }: LimitDistribution, { rows }: ProbeReport) {
  const row = rows.find((other) => other.metric === metric && other.population === 'ok');
  return {
    points,
    count: n,
    metric: metric === 'tokens_per_s' ? 'Time a token takes (1000 / tokens per second)' : metricName(metric),
    of: 'answered requests',
    percentiles: row,
  };
}
