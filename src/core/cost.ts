/** Prices as typed in, in one currency; absent where nothing was. */
export interface Prices {
  perMonth?: number | undefined;
  perGB?: number | undefined;
  /** Requests that share the price of a month. */
  requestsPerMonth?: number | undefined;
}

/** What the campaign measured of the traffic of one kind of request. */
export interface Traffic {
  answered: number;
  /** Up and down, of all requests with a count, lost ones too. */
  bytes: number;
  /** Output tokens, and the bytes of the answers that told them. */
  tokens: number;
  tokenBytes: number;
}

/** In the currency of the prices; absent where a price or a measurement is missing. */
export interface Cost {
  /** Of the price of a month, for one request. */
  monthShare?: number | undefined;
  /** Of the price of a GB, for one answered request. */
  traffic?: number | undefined;
  perRequest?: number | undefined;
  /** Traffic of a million output tokens, prompts and framing in it. */
  perMillionTokens?: number | undefined;
}

/** Hours of a month: a year of 365.25 days by 12. */
export const HOURS_PER_MONTH = 730.5;
const BYTES_PER_GB = 1e9;

/** What a request and a million tokens cost, at 1 GB = 10^9 bytes. The traffic of lost requests is borne by the answered ones. */
export function costOf(prices: Prices, { answered, bytes, tokens, tokenBytes }: Traffic): Cost {
  const { perMonth, perGB, requestsPerMonth } = prices;
  const monthShare =
    perMonth === undefined || requestsPerMonth === undefined || requestsPerMonth <= 0
      ? undefined
      : perMonth / requestsPerMonth;
  const perByte = perGB === undefined ? undefined : perGB / BYTES_PER_GB;
  const traffic =
    perByte === undefined || answered === 0 || bytes === 0 ? undefined : (perByte * bytes) / answered;
  // A price that cannot be laid upon a request would make the sum too small.
  const untold =
    (perMonth !== undefined && monthShare === undefined) || (perGB !== undefined && traffic === undefined);
  const nothing = perMonth === undefined && perGB === undefined;
  return {
    monthShare,
    traffic,
    perRequest: untold || nothing ? undefined : (monthShare ?? 0) + (traffic ?? 0),
    perMillionTokens:
      perByte === undefined || tokens === 0 ? undefined : (perByte * tokenBytes * 1e6) / tokens,
  };
}

/** The price of an hour in which the link was there, which is `available` (0 to 1) of the time; undefined where it never was. */
export function perAvailableHour(perMonth: number, available: number): number | undefined {
  return available > 0 ? perMonth / (HOURS_PER_MONTH * available) : undefined;
}
