import { closeSync, fstatSync, openSync, renameSync, writeFileSync } from 'node:fs';

/** A log file of this size becomes `<file>.1`; the one that was there before goes. */
export const logLimitBytes = 4 * 1024 * 1024;

export type LoggedLine = {
  readonly at: number;
  readonly process: string;
  readonly version?: number;
  readonly source?: string;
  readonly text: string;
};

let lost = 0;
let because = '';

/**
 * Appends lines, one JSON object each with `at` first (readers know a file by it), and rotates. Synchronous: lines of many processes stay whole
 * and in order, and a flood slows its writer down. Where the disk is full or fails, lines are lost, never the app; how many is written when it works again.
 * A folder that is gone belongs to a destroyed app: its last lines go with it.
 */
export const appendLog = (file: string, lines: readonly LoggedLine[]): void => {
  if (lines.length === 0) return;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'a', 0o600);
    const text = lines.map(toJson).join('');
    writeFileSync(descriptor, lost === 0 ? text : `\n${toJson(lossNote(lines[0]?.at ?? 0))}${text}`);
    lost = 0;
    if (fstatSync(descriptor).size > logLimitBytes) renameSync(file, `${file}.1`);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    lost += lines.length;
    because = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk was full' : code;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
};

// Begins on a fresh line: the write that met the full disk may have left half of one.
const lossNote = (at: number): LoggedLine => ({ at, process: 'log', text: `(${lost} lines lost: ${because})` });

const toJson = ({ at, source, process, version, text }: LoggedLine): string =>
  `${JSON.stringify({ at, source, process, version, text })}\n`;
