import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { DataHash } from '../../report/data-hash.ts';
import type { Plot } from '../charts/base.ts';
import type { PlotKey } from '../charts/plot-keys.ts';

/** A plot that a frame holds, ready to be drawn anywhere. */
export interface HeldPlot {
  draw: (canvas: HTMLCanvasElement) => Promise<Pick<Plot<never>, 'print' | 'destroy'>>;
  /** On paper, in CSS pixels of 1/96 inch. */
  height: number;
  /** What must be said beside it. */
  note?: string | undefined;
}

/** A plot with what stands around it. */
export interface FramedPlot extends HeldPlot {
  /** The question that it answers. */
  title: string;
  keys: readonly PlotKey[];
  /** Absent where it is of the whole campaign. */
  probe?: string | undefined;
}

/** The report as a document: nothing to press, all that folds is open, and plots are pictures. */
export interface Paper {
  /** Of the samples; absent where there is none. */
  hash?: DataHash | undefined;
  /** Filled while it is rendered; `data-plot` of each picture is its place here. */
  plots: FramedPlot[];
}

/** Set where the report is rendered as a document. */
export const PaperContext = createContext<Paper | undefined>(undefined);

export const usePaper = (): Paper | undefined => useContext(PaperContext);

/** The frame in which a plot stands, which knows its title and holds it for whoever saves it. */
export interface Frame {
  title: string;
  keys: readonly PlotKey[];
  plot?: HeldPlot | undefined;
}

export const FrameContext = createContext<Frame | undefined>(undefined);

/** The probe whose plots these are. */
export const ProbeContext = createContext<string | undefined>(undefined);

/** What a saved plot says of where it comes from. */
export interface Caption {
  /** A line each: what was measured, and when. */
  lines: readonly string[];
  /** The name of its file, without the ending; `what` tells plots of one report apart. */
  fileName: (what: string) => string;
}

/** Set where plots can be saved. */
export const CaptionContext = createContext<Caption | undefined>(undefined);
