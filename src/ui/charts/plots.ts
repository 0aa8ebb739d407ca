/** All plots, with Chart.js, as one chunk that is fetched when the first is drawn. */
export { createBarrier } from './barrier.ts';
export { createCdf } from './cdf.ts';
export { createCourse } from './course.ts';
export { createCurves } from './curves.ts';
export { createDishStrips } from './dish-strips.ts';
export { createDurations } from './durations.ts';
export { createHeatMap } from './heat-map.ts';
export { createSlotFold } from './slot-fold.ts';
export { createStalls } from './stalls.ts';
export { createTimeline } from './timeline.ts';
