import { selectFloat } from '../stats/select-in-place.ts';

/** The highest point of a folded excess. */
export interface Peak {
  index: number;
  /** Excess there, less the median over all phases. */
  height: number;
  /** Height in robust standard deviations; 0 where the phases do not vary enough to tell. */
  z: number;
}

/** Median absolute deviation to standard deviation of a normal distribution: 1 / 0.6745. */
const MAD_TO_SD = 1.4826;

/** The highest phase of `excess` and its robust z: (maximum - median) / (1.4826 MAD). `undefined` where nothing was folded. */
export function peakOf(excess: Float64Array): Peak | undefined {
  const known = excess.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return undefined;
  const highest = known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const middle = (known.length - 1) >> 1;
  const median = selectFloat(Float32Array.from(known), middle);
  const spread =
    MAD_TO_SD *
    selectFloat(
      Float32Array.from(known, (value) => Math.abs(value - median)),
      middle,
    );
  const height = highest - median;
  return { index: excess.indexOf(highest), height, z: spread === 0 ? 0 : height / spread };
}

/** Distance of two places on a circle of `around`, 0 to half of it. */
export function apart(a: number, b: number, around: number): number {
  const distance = Math.abs(a - b) % around;
  return Math.min(distance, around - distance);
}

/** `value` less `origin` on a circle of `around`, from -half up to half of it. */
export function turnFrom(origin: number, value: number, around: number): number {
  const turn = (((value - origin) % around) + around) % around;
  return turn >= around / 2 ? turn - around : turn;
}
