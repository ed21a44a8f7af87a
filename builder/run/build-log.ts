import type { Progress } from '../../core/index.ts';

/** A build's output on its way to the pusher: capped, and the last lines kept for the failure message. */
export type BuildLog = { readonly line: Progress; readonly lastLines: () => readonly string[] };

const keptLines = 20;

/** Passes lines on until `limitBytes` of text, then says once that the rest isn't shown. */
export const createBuildLog = (output: Progress, limitBytes: number): BuildLog => {
  let sent = 0;
  const last: string[] = [];
  return {
    line: (text) => {
      last.push(text);
      if (last.length > keptLines) last.shift();
      if (sent > limitBytes) return;
      sent += text.length + 1;
      output(sent > limitBytes ? ` !     The build printed more than ${limitBytes} bytes; the rest is not shown.` : text);
    },
    lastLines: () => last.filter((text) => text.trim() !== ''),
  };
};
