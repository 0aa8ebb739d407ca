import type { ProbeDraft } from './draft-types.ts';

export type FindingState = 'ok' | 'limits' | 'blocks' | 'info';

/** A setting that mends a finding, as it is typed into the server's configuration or command line. */
export interface Mend {
  server: string;
  line: string;
}

/** A change that is made with one press. */
export type Remedy = { does: string } & ({ change: Partial<ProbeDraft> } | { keepStorage: true });

export interface Finding {
  topic: string;
  state: FindingState;
  /** What was found. */
  says: string;
  /** What cannot be measured because of it. */
  loses?: string | undefined;
  mends?: Mend[] | undefined;
  /** What no setting of a server mends, or which servers have none. */
  note?: string | undefined;
  remedy?: Remedy | undefined;
  /** The probes that it is about; empty for the page itself. */
  probes: string[];
  /** Of the probe that the remedy changes. */
  key?: number | undefined;
}

/** A finding before it is known which probes share it. */
export type Said = Omit<Finding, 'probes' | 'key'>;
