import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from '../../src/commands/steps.ts';

let folder: string;

beforeEach(() => {
  const cache = join('node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'fence-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What the compiler says of one more source file in a room, beside those that are there. */
async function compileIn(room: string, source: string): Promise<string> {
  const roomFolder = join('src', room);
  const { include = [] } = JSON.parse(readFileSync(join(roomFolder, 'tsconfig.json'), 'utf8'));
  const config = {
    extends: relative(folder, join(roomFolder, 'tsconfig.json')),
    compilerOptions: { tsBuildInfoFile: './fence.tsbuildinfo' },
    include: ['.', ...include.map((path: string) => relative(folder, join(roomFolder, path)))],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'intruder.ts'), source);
  const { output } = await runTool('typescript', 'tsc', ['-p', folder, '--pretty', 'false']);
  return output
    .split('\n')
    .filter((line) => line.includes('intruder.ts('))
    .join('\n');
}

/** Names of the rules that the linter finds broken by a file at a path. */
async function lintAt(path: string, source: string): Promise<string[]> {
  // Biome passes over everything in node_modules.
  const project = mkdtempSync(join(tmpdir(), 'dishprobe-lint-'));
  try {
    const config = JSON.parse(readFileSync('biome.json', 'utf8'));
    writeFileSync(
      join(project, 'biome.json'),
      JSON.stringify({ ...config, $schema: undefined, files: undefined }),
    );
    const file = join(project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
    const { output } = await runTool('@biomejs/biome', 'biome', ['lint', `--config-path=${project}`, file]);
    return [...output.matchAll(/lint\/\w+\/(\w+)/g)].map(([, rule = '']) => rule);
  } finally {
    rmSync(project, { recursive: true });
  }
}

describe('the compiler', () => {
  it('lets an honest file pass', async () => {
    expect(await compileIn('core', 'export const answer: number = Math.max(1, 2);')).toBe('');
  });

  it('knows no clock and no timers in core', async () => {
    expect(await compileIn('core', 'export const a = performance.now();')).toContain("'performance'");
    expect(await compileIn('core', 'setTimeout(() => undefined, 1);')).toContain("'setTimeout'");
  });

  it('knows no document and no database in the engine', async () => {
    expect(await compileIn('engine', 'export const a = document.title;')).toContain("'document'");
    expect(await compileIn('engine', "export const a = indexedDB.open('x');")).toContain("'indexedDB'");
  });

  it.each(['core', 'engine', 'report', 'store', 'worker'])(
    'refuses an import of ui from %s',
    async (room) => {
      const path = relative(folder, resolve('src/ui/format.ts'));
      expect(
        await compileIn(room, `import type * as ui from '${path}';\nexport type A = typeof ui;`),
      ).toContain('TS6307');
    },
  );

  it('lets the engine import core', async () => {
    const path = relative(folder, resolve('src/core/units.ts'));
    expect(await compileIn('engine', `import type { Millis } from '${path}';\nexport type A = Millis;`)).toBe(
      '',
    );
  });
});

describe('the linter', () => {
  const folderOf = { core: 'src/core/a.ts', engine: 'src/engine/a.ts', report: 'src/report/a.ts' };

  it.each(Object.values(folderOf))('refuses clock, timers and chance in %s', async (path) => {
    for (const source of ['Math.random()', 'Date.now()', 'performance.now()', 'globalThis.performance']) {
      expect(await lintAt(path, `export const a = ${source};\n`)).not.toEqual([]);
    }
    expect(await lintAt(path, 'setTimeout(() => undefined, 1);\n')).toContain('noRestrictedGlobals');
  });

  it('lets report write a date, and core not', async () => {
    const source = 'export const iso = (ms: number): string => new Date(ms).toISOString();\n';
    expect(await lintAt(folderOf.report, source)).toEqual([]);
    expect(await lintAt(folderOf.core, source)).toEqual(['noRestrictedGlobals']);
  });

  it('refuses a promise that nobody waits for', async () => {
    const source = 'async function work(): Promise<void> {}\nexport function begin(): void {\n  work();\n}\n';
    expect(await lintAt('src/worker/a.ts', source)).toContain('noFloatingPromises');
  });
});
