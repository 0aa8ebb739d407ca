/** The heads of a table all of whose columns are words. */
export function WordHeads({ names }: { names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col" class="words">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** The head of a column of figures; one of a `percentile` has its colour and its shape. */
export function FigureHead({ name, percentile }: { name: string; percentile: string | undefined }) {
  return (
    <th scope="col" data-percentile={percentile}>
      {percentile !== undefined && <span class="mark-shape" aria-hidden="true" />}
      {name}
    </th>
  );
}
