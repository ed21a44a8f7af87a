import { type Fault, stripControl } from '../../core/index.ts';

/** A fault as lines for the person at the other end of git: what happened, where, the last lines of output, what to do. */
export const describeFault = ({ message, details: { at, lastLines = [], hint } }: Fault): string[] =>
  [
    `✗ ${message}`,
    ...(at === undefined ? [] : [`  at ${at.file}:${at.line}:${at.column}`]),
    ...lastLines.map((line) => `  | ${line}`),
    ...(hint === undefined ? [] : [`→ ${hint}`]),
  ].flatMap((text) => stripControl(text).split('\n'));
