import type { Fault } from './errors.ts';
import { stripControl } from './progress.ts';

/** A fault as lines for a person, without newlines: what happened, where, the last lines of output, what to do. */
export const describeFault = ({ message, details: { at, lastLines = [], hint } }: Fault): string[] =>
  [
    `✗ ${message}`,
    ...(at === undefined ? [] : [`  at ${at.file}:${at.line}:${at.column}`]),
    ...lastLines.map((line) => `  | ${line}`),
    ...(hint === undefined ? [] : [`→ ${hint}`]),
  ].flatMap((text) => stripControl(text).split('\n'));
