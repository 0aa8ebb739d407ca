/** ID1 ID2 CM FLG(FEXTRA) MTIME(0) XFL OS(unknown) XLEN(8) 'D' 'P' LEN(4); the length of the member follows. */
export const HEADER = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x44, 0x50, 4, 0] as const;

/** Whether a file begins as a bundle does. */
export function isBundle(bytes: Uint8Array): boolean {
  return HEADER.every((byte, i) => bytes[i] === byte);
}
