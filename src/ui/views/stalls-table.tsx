import type { EchoReport } from '../../report/types.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { WordHeads } from '../components/table-heads.tsx';
import { echoWords, heldFor, stallWords } from '../echo-words.ts';
import { EMPTY, plural } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { zone } from '../theme.ts';
import { DIRECTION_NAMES } from '../words.ts';

/** The messages of a WebSocket probe: lost, late, out of order, and those that waited behind another. */
export function StallsTable({ echo }: { echo: EchoReport }) {
  const { longest, count } = echo.stalls;
  const told = longest.some(({ direction }) => direction !== undefined);
  return (
    <section class="echo-part" aria-labelledby="stalls-title">
      <h2 id="stalls-title">Did messages wait for others?</h2>
      <p class="column">{stallWords(echo.stalls)}</p>
      <p class="column">{echoWords(echo)}</p>
      {longest.length > 0 && (
        <>
          <ScrollRegion name="Longest head-of-line stalls" tall>
            <table class="wide-table stack">
              <WordHeads
                names={[`Start (${zoneName(zone.value)})`, 'Lasted', 'Held', ...(told ? ['Where'] : [])]}
              />
              <tbody>
                {longest.map(({ startEpochMs, durationMs, held, direction }) => (
                  <tr key={startEpochMs}>
                    <th scope="row" class="words num">
                      {instantText(startEpochMs, zone.value)}
                    </th>
                    <td class="words num">{heldFor(durationMs)}</td>
                    <td class="words num">{plural(held, 'message')}</td>
                    {told && (
                      <td class="words">{direction === undefined ? EMPTY : DIRECTION_NAMES[direction]}</td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          <p class="hint column">
            {count > longest.length && `The longest ${longest.length} of them. `}A stall is a message that
            waited at least twice as long as usual and 50 ms more, and whose followers came at once behind it.
            A busy laptop or server can make one as well as the link.{' '}
            {!told && 'This server gives no times of its own, so the direction is not known.'}
          </p>
        </>
      )}
    </section>
  );
}
