import { costOf, HOURS_PER_MONTH } from '../../core/cost.ts';
import type { ProbeTraffic } from '../../report/cost-types.ts';
import type { Report } from '../../report/types.ts';
import { usePaper } from '../components/paper.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { TypedField } from '../components/typed-field.tsx';
import { COST_FIELDS, formatMoney, hourWords } from '../cost-words.ts';
import { EMPTY, formatBytes, formatCount } from '../format.ts';
import { readTyped, typeIn, useTyped } from '../typed-numbers.ts';

/** What the measured traffic costs at the prices that were typed in. */
export function CostSection({ report, campaignId }: { report: Report; campaignId: string }) {
  const isOnPaper = usePaper() !== undefined;
  const { traffic = [], observedS, availability } = report;
  const texts = useTyped(campaignId);
  if (traffic.every(({ answered }) => answered === 0)) return null;
  const [perMonth, perGB, requestsPerMonth] = COST_FIELDS.map((field) => readTyped(field, texts).value);
  const currency = (texts.currency ?? '').trim();
  return (
    <section class="cost" aria-labelledby="cost-title">
      <h2 id="cost-title">What does it cost?</h2>
      <p class="column">
        {perMonth === undefined && perGB === undefined
          ? isOnPaper
            ? 'No price was typed in, so nothing has a cost here; the bytes were measured.'
            : 'Type in a price to see what a request, a million tokens and an hour cost.'
          : hourWords(perMonth, availability?.link.share, currency)}
      </p>
      <fieldset class="typed">
        <legend>Typed in, not measured</legend>
        <div class="fields">
          {COST_FIELDS.map((field) => (
            <TypedField key={field.key} campaignId={campaignId} field={field} />
          ))}
          {isOnPaper ? (
            currency !== '' && (
              <div class="field">
                <span class="field-name">Currency</span>
                <span>{currency}</span>
                <p class="hint">typed in</p>
              </div>
            )
          ) : (
            <div class="field">
              <label for="typed-currency">Currency</label>
              <input
                id="typed-currency"
                type="text"
                maxLength={12}
                autocomplete="off"
                value={texts.currency ?? ''}
                onInput={(event) => typeIn(campaignId, 'currency', event.currentTarget.value)}
              />
              <p class="hint">{currency === '' ? 'not given' : 'typed in'}</p>
            </div>
          )}
        </div>
      </fieldset>
      <ScrollRegion name="Cost of requests and tokens">
        <table class="wide-table">
          <thead>
            <tr>
              <th scope="col" class="words">
                Probe
              </th>
              <th scope="col">bytes of a request</th>
              <th scope="col">a request costs</th>
              <th scope="col">traffic of 1,000</th>
              <th scope="col">bytes of a token</th>
              <th scope="col">traffic of 1M tokens</th>
            </tr>
          </thead>
          <tbody>
            {traffic.map((row) => {
              const prices = { perMonth, perGB, requestsPerMonth: requestsPerMonth ?? pace(row, observedS) };
              const cost = costOf(prices, row);
              return (
                <tr key={row.probe}>
                  <th scope="row" class="words">
                    {row.probe}
                  </th>
                  <td>{per(row.bytes, row.answered)}</td>
                  <td>{formatMoney(cost.perRequest, currency) ?? EMPTY}</td>
                  <td>{formatMoney(cost.traffic && 1000 * cost.traffic, currency) ?? EMPTY}</td>
                  <td>{per(row.tokenBytes, row.tokens)}</td>
                  <td>{formatMoney(cost.perMillionTokens, currency) ?? EMPTY}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="hint column">
        Bytes are measured, up and down, as far as a browser tells: payload, headers and framing, without TLS,
        TCP and IP. Those of lost requests are shared among the answered ones. Tokens are output tokens, as
        the server counts them; the bytes of their prompts are in the traffic. Warm-up requests are left out.
        Each row lays the whole price of the month on its own requests.
      </p>
    </section>
  );
}

/** Answered requests that a month at the pace of the campaign has; undefined where there is no pace. */
function pace({ answered }: ProbeTraffic, observedS: number): number | undefined {
  return observedS > 0 && answered > 0 ? (answered / observedS) * 3600 * HOURS_PER_MONTH : undefined;
}

function per(bytes: number, count: number): string {
  if (count === 0 || bytes === 0) return EMPTY;
  const each = bytes / count;
  return each < 10_000 ? `${formatCount(each)} B` : formatBytes(each);
}
