import type { Palette } from './palette.ts';

/** A limit of the workload: `share` of the requests is wanted at or below `ms`. */
export interface LimitLine {
  ms: number;
  share: number;
  /** What stands at the line. */
  label: string;
}

/** A limit further off would press a linear curve flat; it is then told in words alone. */
const FAR = 3;

/** The latency that an axis has to reach, for the curve and the limits that lie near enough to be drawn. */
export function reachOf(
  slowestMs: number,
  limits: readonly LimitLine[] | undefined,
  logarithmic: boolean,
): number {
  const near = (limits ?? []).filter(({ ms }) => logarithmic || ms <= FAR * slowestMs);
  return near.reduce((most, { ms }) => Math.max(most, ms), slowestMs);
}

/**
 * Each limit as a dashed line with its label, and a corner at the wanted share:
 * a link that keeps it passes to the right of the corner, below the line.
 */
export function drawLimits(
  pen: CanvasRenderingContext2D,
  area: { left: number; right: number; top: number; bottom: number },
  limits: readonly LimitLine[],
  palette: Palette,
  at: { top: (ms: number) => number; left: (share: number) => number },
): void {
  pen.save();
  for (const { ms, share, label } of limits) {
    const top = at.top(ms);
    if (top < area.top) continue;
    const corner = Math.min(at.left(share), area.right);
    pen.strokeStyle = palette.muted;
    pen.fillStyle = palette.ink;
    pen.lineWidth = Math.max(1, palette.stroke / 2);
    pen.setLineDash([8, 4]);
    pen.beginPath();
    pen.moveTo(area.left, top);
    pen.lineTo(area.right, top);
    pen.stroke();
    pen.setLineDash([]);
    pen.fillRect(corner - 4, top - 4, 8, 8);
    pen.textAlign = 'left';
    pen.fillText(label, area.left + 8, top < area.top + 20 ? top + 16 : top - 6);
  }
  pen.restore();
}
