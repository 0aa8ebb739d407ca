import { quantile } from '../e2e/csv.ts';
import { appError, comparable, type Measured, PROBES, peerError } from './accuracy-rows.ts';

const HEAD = [
  'browser',
  'link',
  'probe',
  'true p50 / p95 / p99',
  'Dishprobe',
  'timed fetch',
  '@cloudflare/speedtest',
  'bare worker',
];

/** The table for people: errors of p50 / p95 / p99 in ms, measured less true. The peers have one kind of probe. */
export function accuracyTable(all: readonly { browser: string; measured: readonly Measured[] }[]): string {
  const rows = all.flatMap(({ browser, measured }) =>
    measured.flatMap((one) =>
      PROBES.map((probe) => {
        const raw = one.app.raw[probe].flatMap(({ rttMs }) => (rttMs === undefined ? [] : [rttMs]));
        const triple = (of: (p: number) => number) => comparable(one, probe).map(([, p]) => of(p));
        const peers = (['fetch', 'cloudflare', 'worker'] as const).map((peer) =>
          one.peers[peer] !== undefined && (probe === 'http') === (peer !== 'worker')
            ? triple((p) => peerError(one, peer, p))
                .map(signed)
                .join(' / ')
            : '',
        );
        return [
          browser,
          one.scenario.name,
          probe,
          triple((p) => quantile(raw, p))
            .map(plain)
            .join(' / '),
          triple((p) => appError(one, probe, p))
            .map(signed)
            .join(' / '),
          ...peers,
        ];
      }),
    ),
  );
  const lines = [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

const plain = (ms: number): string => ms.toFixed(Math.abs(ms) < 100 ? 1 : 0);
const signed = (ms: number): string => {
  const text = plain(ms);
  if (Number(text) === 0) return plain(0);
  return ms > 0 ? `+${text}` : text.replace('-', '\u2212');
};
