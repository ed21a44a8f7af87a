/** Whether `path` (segments) is what `pattern` (segments) describes: `*` and `?` inside a segment, `**` for any number of segments. */
export const matchesPath = (pattern: readonly string[], path: readonly string[]): boolean =>
  matches(pattern, path, (part) => part === '**', matchesSegment);

const matchesSegment = (pattern: string, text: string): boolean =>
  matches(
    [...pattern],
    [...text],
    (character) => character === '*',
    (character, given) => character === '?' || character === given,
  );

/** Remembers only the last star, so hostile patterns cost length times length and never more (a regular expression would). */
const matches = (
  pattern: readonly string[],
  text: readonly string[],
  isStar: (part: string) => boolean,
  fits: (part: string, given: string) => boolean,
): boolean => {
  let at = 0;
  let index = 0;
  let star: { readonly at: number; index: number } | undefined;
  while (index < text.length) {
    const part = pattern[at];
    if (part !== undefined && isStar(part)) {
      star = { at, index };
      at += 1;
    } else if (part !== undefined && fits(part, text[index] ?? '')) {
      at += 1;
      index += 1;
    } else if (star !== undefined) {
      star.index += 1;
      at = star.at + 1;
      index = star.index;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every(isStar);
};
