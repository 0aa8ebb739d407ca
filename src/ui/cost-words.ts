import { HOURS_PER_MONTH, perAvailableHour } from '../core/cost.ts';
import { formatShare } from './format.ts';
import type { TypedNumber } from './typed-numbers.ts';

/** Prices, in this order: of a month, of a GB, and how many requests share the month. */
export const COST_FIELDS = [
  {
    key: 'perMonth',
    label: 'Price of a month',
    unit: 'a month',
    min: 0,
    max: 10_000_000,
  },
  {
    key: 'perGB',
    label: 'Price of a GB',
    unit: 'a GB',
    min: 0,
    max: 100_000,
    hint: '1 GB is 1,000,000,000 bytes',
  },
  {
    key: 'requestsPerMonth',
    label: 'Requests in a month',
    unit: 'requests',
    min: 1,
    max: 1e12,
    hint: 'Empty: as many as this campaign had answered at its pace, day and night',
  },
] as const satisfies readonly TypedNumber[];

/** An amount with its currency: no decimals from 1,000 on, two from 1 on, three digits under it. */
export function formatMoney(amount: number | undefined, currency: string): string | undefined {
  if (amount === undefined) return undefined;
  const digits =
    amount >= 1000 || amount === 0
      ? { maximumFractionDigits: 0 }
      : amount >= 1
        ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
        : { maximumSignificantDigits: 3, maximumFractionDigits: 15 };
  return `${new Intl.NumberFormat('en-GB', digits).format(amount)} ${currency}`.trim();
}

/** What an hour costs in which the link was there, `available` (0 to 1) of the time, or why nobody can say. */
export function hourWords(
  perMonth: number | undefined,
  available: number | undefined,
  currency: string,
): string {
  if (perMonth === undefined) return 'Without the price of a month, an hour has no price.';
  if (available === undefined)
    return 'No availability of the link is known, so an hour in which it was there has no price.';
  const hour = formatMoney(perAvailableHour(perMonth, available), currency);
  return hour === undefined
    ? 'The link was never there, so an hour in which it was has no price.'
    : `An hour in which the link was there costs ${hour}: ${formatShare(available)} is the availability of the link, and a month has ${HOURS_PER_MONTH} hours.`;
}
