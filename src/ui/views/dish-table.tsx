import type { DishRow } from '../../report/dish-types.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { WordHeads } from '../components/table-heads.tsx';
import { SEEN_NAMES } from '../dish-words.ts';
import { EMPTY, formatSeconds } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { zone } from '../theme.ts';

/** Each failure of the link, and who saw it for how long. */
export function DishTable({ rows }: { rows: readonly DishRow[] }) {
  return (
    <ScrollRegion name="Failures seen by the dish, the probes or both" tall>
      <table class="wide-table stack">
        <WordHeads
          names={[
            `Start (${zoneName(zone.value)})`,
            'Seen by',
            'Probes silent',
            'Dish silent',
            'The dish says',
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <tr key={row.start}>
              <th scope="row" class="words num">
                {instantText(row.start, zone.value)}
              </th>
              <td class="words">{SEEN_NAMES[row.seen]}</td>
              <td class="words" data-who="probes">
                {row.seen === 'dish' ? EMPTY : formatSeconds(row.oursMs / 1000)}
              </td>
              <td class="words" data-who="dish">
                {row.seen === 'ours' ? EMPTY : formatSeconds(row.dishMs / 1000)}
              </td>
              <td class="words">{row.causes.join(', ') || EMPTY}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
