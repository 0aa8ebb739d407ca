import type { MetricRow } from '../../report/types.ts';
import { formatCount, formatMs } from '../format.ts';
import { ScrollRegion } from './parts.tsx';
import { FigureHead } from './table-heads.tsx';

const COLUMNS = ['p50', 'p95', 'p99', 'max'] as const;

interface Props {
  /** Name of the region, for those who hear it. */
  name: string;
  /** Head of the first column. */
  head: string;
  rows: readonly (readonly [string, Pick<MetricRow, (typeof COLUMNS)[number] | 'n'>])[];
}

/** A few distributions side by side, in ms. */
export function FigureTable({ name, head, rows }: Props) {
  return (
    <ScrollRegion name={name}>
      <table class="wide-table">
        <thead>
          <tr>
            <th scope="col" class="words">
              {head}
            </th>
            {COLUMNS.map((column) => (
              <FigureHead key={column} name={column} percentile={column === 'max' ? undefined : column} />
            ))}
            <th scope="col">samples</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([title, row]) => (
            <tr key={title}>
              <th scope="row" class="words">
                {title}
              </th>
              {COLUMNS.map((column) => (
                <td key={column} data-percentile={column === 'max' ? undefined : column}>
                  {formatMs(row[column])}
                </td>
              ))}
              <td>{formatCount(row.n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
