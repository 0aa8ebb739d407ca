interface Props {
  heads: readonly string[];
  /** The first cell names the row. */
  rows: readonly (readonly (string | number | undefined)[])[];
}

/** The figures behind a plot. */
export function PlotTable({ heads, rows }: Props) {
  return (
    <table>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={[name, ...cells].join()}>
            <th scope="row">{name}</th>
            {cells.map((cell, column) => (
              <td key={heads[column + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
