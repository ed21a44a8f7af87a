/** What ava's TAP (version 13) says. Expected failures count as passed, `todo` as skipped. */
export type Tap = {
  readonly passed: number;
  readonly skipped: readonly string[];
  /** The title, and the lines that explain it. */
  readonly failures: readonly string[];
  /** Whether the plan, which ava prints last, is there. */
  readonly isWhole: boolean;
};

export const parseTap = (text: string): Tap => {
  let passed = 0;
  let isWhole = false;
  let isFailing = false;
  const skipped: string[] = [];
  const failures: string[][] = [];
  for (const line of text.split('\n')) {
    const [, not, title, directive] = /^(not )?ok \d+ - (.*?)(?: # (SKIP|TODO))?$/.exec(line) ?? [];
    if (title === undefined) {
      if (/^1\.\.\d+$/.test(line)) isWhole = true;
      isFailing &&= !isWhole;
      if (isFailing) failures.at(-1)?.push(line);
      continue;
    }
    isFailing = directive === undefined && not !== undefined;
    if (directive !== undefined) skipped.push(title);
    else if (isFailing) failures.push([title]);
    else passed += 1;
  }
  return { passed, skipped, failures: failures.map((lines) => lines.slice(0, 60).join('\n').trimEnd()), isWhole };
};
