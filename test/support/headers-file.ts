interface Rule {
  pattern: RegExp;
  headers: [name: string, value: string][];
}

/**
 * Reads a `_headers` file as static hosts do: a line with a path, in which `*` stands
 * for anything, then indented `Name: value` lines that hold for it. All rules that match apply.
 * @throws Error at a line that is neither.
 */
export function readHeadersFile(text: string): (path: string) => Record<string, string> {
  const rules: Rule[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const header = /^\s+([\w-]+):\s*(.+)$/.exec(line);
    const rule = rules.at(-1);
    if (header?.[1] !== undefined && header[2] !== undefined && rule !== undefined)
      rule.headers.push([header[1], header[2].trim()]);
    else if (/^\/\S*$/.test(line)) rules.push({ pattern: patternOf(line), headers: [] });
    else throw new Error(`This line of _headers is neither a path nor a header: ${line}`);
  }
  return (path) =>
    Object.fromEntries(rules.filter(({ pattern }) => pattern.test(path)).flatMap(({ headers }) => headers));
}

function patternOf(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
