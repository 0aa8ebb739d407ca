import { LINKS, type LinkName } from './link/delay.ts';
import type { TargetOptions } from './target.ts';

const DEFAULT_PORT = 4174;
/** Every address: `npm run target` is there for the far end of a link, and is called from elsewhere. */
const DEFAULT_HOST = '::';
const MOST_SEED = 0xffff_ffff;

export type ArgsResult = { ok: true; options: TargetOptions } | { ok: false; message: string };

/** Reads `--link NAME`, `--seed N` (also `--flag=value`), TARGET_PORT and HOST. Never throws. */
export function readArgs(args: string[], env: Record<string, string | undefined>): ArgsResult {
  const port = whole(env.TARGET_PORT || String(DEFAULT_PORT), 65_535);
  if (port === undefined)
    return bad(`TARGET_PORT must be a number from 0 to 65535, found "${env.TARGET_PORT}".`);
  const options: TargetOptions = { port, host: env.HOST || DEFAULT_HOST };
  const words = args.flatMap((word) => (/^--\w+=/.test(word) ? splitOnce(word) : [word]));
  for (let at = 0; at < words.length; at += 2) {
    const [flag, value] = [words[at], words[at + 1]];
    if (flag === '--link') {
      const link = LINKS.find((name): name is LinkName => name === value);
      if (link === undefined) return bad(`--link takes ${LINKS.join(' or ')}, found ${found(value)}.`);
      options.link = link;
    } else if (flag === '--seed') {
      const seed = whole(value, MOST_SEED);
      if (seed === undefined)
        return bad(`--seed takes a whole number from 0 to ${MOST_SEED}, found ${found(value)}.`);
      options.seed = seed;
    } else {
      return bad(`${found(flag)} is not known. The reference endpoint takes --link starlink and --seed N.`);
    }
  }
  return { ok: true, options };
}

function bad(message: string): ArgsResult {
  return { ok: false, message };
}

function found(value: string | undefined): string {
  return value === undefined ? 'nothing' : `"${value}"`;
}

function whole(text: string | undefined, most: number): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= most ? value : undefined;
}

function splitOnce(word: string): string[] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}
