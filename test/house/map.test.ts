import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SRC = 'src';

/** Room and what it may import, from the table of the map. */
function readMap(): Map<string, string[]> {
  const rows = readFileSync(join(SRC, 'README.md'), 'utf8').matchAll(/^\| `([^`]+)` \|[^|]+\|([^|]+)\|$/gm);
  return new Map(
    [...rows].map(([, room = '', imports = '']) => [
      room,
      [...imports.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort(),
    ]),
  );
}

function includeOf(room: string): string[] {
  const config: unknown = JSON.parse(readFileSync(join(SRC, room, 'tsconfig.json'), 'utf8'));
  if (typeof config !== 'object' || config === null || !('include' in config)) return [];
  return Array.isArray(config.include) ? config.include.map(String) : [];
}

const folders = readdirSync(SRC, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

it('names every room, and no room that is not there', () => {
  expect([...readMap().keys()].sort()).toEqual(folders.sort());
});

it('says of each room what its tsconfig.json lets it import', () => {
  const allowed = new Map(
    folders.map((room) => [
      room,
      includeOf(room)
        .filter((path) => path !== '.')
        .map((path) => path.replace(/^\.\.\//, ''))
        .sort(),
    ]),
  );
  expect(Object.fromEntries(readMap())).toEqual(Object.fromEntries(allowed));
});

it('is checked as a whole: tsc -b knows every room', () => {
  const root: unknown = JSON.parse(readFileSync('tsconfig.json', 'utf8'));
  for (const room of folders) {
    expect(root).toHaveProperty('references', expect.arrayContaining([{ path: `src/${room}` }]));
    expect(includeOf(room)).toContain('.');
  }
});

it('lets the page reach the store through its door alone', () => {
  const sources = readdirSync(join(SRC, 'ui'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.tsx?$/.test(path),
  );
  const imports = sources.flatMap((path) => [
    ...readFileSync(join(SRC, 'ui', path), 'utf8').matchAll(/['"]((?:\.\.\/)+store\/[^'"]+)['"]/g),
  ]);
  const doors = imports.map(([, path = '']) => path.replace(/^(\.\.\/)+/, ''));
  expect(doors).not.toEqual([]);
  expect(new Set(doors)).toEqual(new Set(['store/door.ts']));
});
