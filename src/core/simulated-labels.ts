/** The names of what is simulated come from servers, and go into each name that an export carries. */
export const MOST_LABELS = 8;
export const MOST_LABEL_CHARS = 60;

/** Adds what a server says is simulated, cut to 60 characters; of one campaign at most 8 of them are kept. */
export function addLabel(labels: Set<string>, label: string): void {
  if (labels.size < MOST_LABELS) labels.add(label.slice(0, MOST_LABEL_CHARS));
}
