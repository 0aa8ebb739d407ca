const LONGEST_PART = 40;

/** A part of a file name: letters and digits of any script are kept, all else becomes a single hyphen; at most 40 characters. */
export function slug(text: string): string {
  const words = text
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return [...words].slice(0, LONGEST_PART).join('').replace(/-+$/, '');
}
