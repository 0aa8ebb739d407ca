import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CHARS_A_TOKEN, promptFor } from '../../../src/core/inference/workloads.ts';
import { WORKLOADS } from '../../../src/core/plan-schema.ts';

const spec = { prompt: 'My own question?', workload: undefined, unique: false, maxTokens: 64 };
const imageOf = (unique: boolean, seq: number, tag = 'a') => {
  const { imageUrl = '' } = promptFor({ ...spec, workload: 'vision', unique }, seq, tag);
  return Buffer.from(imageUrl.replace('data:image/png;base64,', ''), 'base64');
};

describe('what a request asks', () => {
  it('is the plan’s own prompt where there is no workload, with the plan’s most tokens', () => {
    expect(promptFor(spec, 7, 'a')).toEqual({ prompt: spec.prompt, imageUrl: undefined, maxTokens: 64 });
    expect(promptFor({ ...spec, workload: 'rag' }, 7, 'a').maxTokens).toBe(64);
  });

  it('differs by workload, is the same for each request, and only vision has an image', () => {
    const asked = WORKLOADS.map((workload) => promptFor({ ...spec, workload }, 0, 'a'));
    expect(new Set(asked.map(({ prompt }) => prompt)).size).toBe(WORKLOADS.length);
    expect(WORKLOADS.map((workload) => promptFor({ ...spec, workload }, 9, 'b'))).toEqual(asked);
    expect(WORKLOADS.filter((_, at) => asked[at]?.imageUrl !== undefined)).toEqual(['vision']);
  });

  it('has about 2,000 tokens of passages before the question in the RAG prompt', () => {
    const { prompt } = promptFor({ ...spec, workload: 'rag' }, 0, 'a');
    expect(prompt.length / CHARS_A_TOKEN).toBeGreaterThan(1950);
    expect(prompt.length / CHARS_A_TOKEN).toBeLessThan(2150);
    expect(prompt).toMatch(/^Answer[^[]+\[1\].+\[2\].+\nQuestion: /s);
    expect(prompt).toContain('relay on the ridge');
  });

  it('shares neither beginning nor end with any other request where it is to be unique', () => {
    for (const workload of [undefined, 'rag'] as const) {
      const prompts = [
        promptFor({ ...spec, workload, unique: true }, 0, 'a'),
        promptFor({ ...spec, workload, unique: true }, 1, 'a'),
        promptFor({ ...spec, workload, unique: true }, 0, 'b'),
      ].map(({ prompt }) => prompt.split('\n'));
      expect(new Set(prompts.map((lines) => lines[0])).size).toBe(3);
      expect(new Set(prompts.map((lines) => lines.at(-1))).size).toBe(3);
      expect(new Set(prompts.map((lines) => lines.slice(1, -1).join('\n'))).size).toBe(1);
    }
  });

  it('sends a real PNG of about 200 kB that does not compress', () => {
    const png = imageOf(false, 0);
    expect(png.length).toBeGreaterThan(190_000);
    expect(png.length).toBeLessThan(210_000);
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const chunks = new Map<string, Buffer>();
    for (let at = 8; at < png.length; ) {
      const length = png.readUInt32BE(at);
      const named = png.subarray(at + 4, at + 8 + length);
      expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named));
      chunks.set(named.subarray(0, 4).toString(), named.subarray(4));
      at += 12 + length;
    }
    expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
    const header = chunks.get('IHDR') ?? Buffer.alloc(13);
    const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
    const rows = inflateSync(chunks.get('IDAT') ?? '');
    expect(rows.length).toBe(height * (1 + width * 3));
    expect(new Set(rows).size).toBe(256);
  });

  it('sends another image each time where it is to be unique, for servers that keep images', () => {
    expect(imageOf(false, 1)).toEqual(imageOf(false, 0, 'b'));
    expect(imageOf(true, 1)).not.toEqual(imageOf(true, 0));
    expect(imageOf(true, 0, 'b')).not.toEqual(imageOf(true, 0));
  });
});
