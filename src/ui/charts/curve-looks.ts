/** Six colours, and for the next six the same with other dashes: no two of twelve look alike, nor neighbours without colour. */
export const COLOURS = 6;
const DASHES: readonly number[][] = [[], [9, 4], [2, 3]];

/** The custom property that holds the colour of a campaign's curve. `place`: its place among those compared, from 0. */
export const curveColour = (place: number) => `--curve-${(place % COLOURS) + 1}`;

/** Lengths of dashes and gaps in CSS pixels; none for a full line. */
export const curveDashes = (place: number) => DASHES[(place + Math.floor(place / COLOURS)) % 3] ?? [];
