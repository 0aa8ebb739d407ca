import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHeadersFile } from './headers-file.ts';

const headersOf = readHeadersFile(readFileSync('public/_headers', 'utf8'));
const HASHED = ['/engine/run/campaign-B1xR2c3d.js', '/assets/analysis-B1xR2c3d.js'];

describe('the _headers file for static hosts', () => {
  it.each(['/', '/index.html', '/sw.js', '/engine/sw.js', ...HASHED])(
    'isolates %s, and lets no-cors requests through',
    (path) => {
      expect(headersOf(path)).toMatchObject({
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'credentialless',
      });
    },
  );

  it('lets browsers keep what carries a hash in its name, and nothing else', () => {
    for (const path of HASHED) expect(headersOf(path)['Cache-Control']).toContain('immutable');
    for (const path of ['/', '/index.html', '/sw.js', '/engine/sw.js', '/manifest.webmanifest'])
      expect(headersOf(path)['Cache-Control']).toBeUndefined();
  });

  it('is read as hosts read it', () => {
    const read = readHeadersFile('# a remark\n/*\n  A: 1\n/x/*.js\n  B: two words\n');
    expect(read('/y')).toEqual({ A: '1' });
    expect(read('/x/z.js')).toEqual({ A: '1', B: 'two words' });
    expect(() => readHeadersFile('/*\n  no header\n')).toThrow('no header');
  });
});
