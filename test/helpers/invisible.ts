/**
 * Every code point that no screen shows, written out by number so that a test does not ask the runtime's tables what
 * the product asked them: DerivedCoreProperties.txt (Default_Ignorable_Code_Point), UnicodeData.txt (Cf that are not
 * prepended marks, Cc, Cs) and the noncharacters of the standard's section 23.7. Tab and line ends are white space.
 */
const RANGES: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0x13430, 0x1343f],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
  ...Array.from({ length: 16 }, (_, i) => [0x1fffe + i * 0x10000, 0x1ffff + i * 0x10000] as const),
];

export const invisibleRanges = RANGES;

export function isInvisible(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return RANGES.some(([first, last]) => first <= code && code <= last);
}

/** What of a text is seen. */
export const visible = (text: string) => [...text].filter((char) => !isInvisible(char)).join("");

/** What of a text is not seen. */
export const invisible = (text: string) => [...text].filter(isInvisible).join("");
