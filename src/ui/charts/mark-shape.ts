/** Draws the shape of a percentile: a disc for p50, a triangle for p95, a diamond for p99. */
export function drawMark(
  pen: CanvasRenderingContext2D,
  name: 'p50' | 'p95' | 'p99',
  x: number,
  y: number,
): void {
  pen.beginPath();
  if (name === 'p50') pen.arc(x, y, 5, 0, 2 * Math.PI);
  else if (name === 'p95') {
    pen.moveTo(x, y - 6);
    pen.lineTo(x + 6, y + 5);
    pen.lineTo(x - 6, y + 5);
  } else {
    pen.moveTo(x, y - 7);
    pen.lineTo(x + 6, y);
    pen.lineTo(x, y + 7);
    pen.lineTo(x - 6, y);
  }
  pen.closePath();
  pen.fill();
}
