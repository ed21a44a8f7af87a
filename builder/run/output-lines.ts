import { type Progress, stripControl } from '../../core/index.ts';

/** Takes bytes as they come and gives whole lines, safe to print. */
export type OutputLines = { readonly push: (bytes: Uint8Array) => void; readonly end: () => void };

const longestLine = 4096;

/** Splits a program's output into lines without control characters. Of a line redrawn with carriage returns the last state stays; long lines are cut. */
export const createOutputLines = (line: Progress): OutputLines => {
  const decoder = new TextDecoder();
  let rest = '';
  const take = (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const each of lines) line(clean(each));
    for (; rest.length > longestLine; rest = rest.slice(longestLine)) line(clean(rest.slice(0, longestLine)));
  };
  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end: () => {
      take(decoder.decode());
      if (rest !== '') line(clean(rest));
      rest = '';
    },
  };
};

const clean = (text: string): string => {
  const visible = text.replace(/\r+$/, '');
  return stripControl(visible.slice(visible.lastIndexOf('\r') + 1));
};
