import { join } from 'node:path';
import { Fault, type LogLine, type LogQuery } from '../../../../core/index.ts';
import { type Cursor, formatCursor, parseCursor } from './cursor.ts';
import { logFiles } from './files.ts';
import { createLogFile, type LogFile, type RawLine } from './log-file.ts';
import { type ParsedLine, parseLine } from './parse-line.ts';
import { watchFolder } from './watch-folder.ts';

const defaultLines = 100;

/**
 * Lines of an app's three logs, merged by time: those after a cursor, or the last ones; with `follow` then new ones until aborted (ends,
 * does not throw). Throws `request/invalid` for a cursor that is none.
 */
export async function* readLogs(folder: string, query: LogQuery, signal: AbortSignal): AsyncGenerator<LogLine> {
  const cursor = query.after === undefined ? undefined : parseCursor(query.after);
  if (query.after !== undefined && cursor === undefined) {
    throw new Fault('request/invalid', `«${query.after}» is not a place in a log.`, {
      hint: 'Leave it out, or give the cursor of a line.',
    });
  }
  const files = logFiles.map(({ name }, index) => createLogFile(join(folder, name), cursor?.positions[index]));
  const merged = createMerge(files, cursor);
  const matches = matcher(query.process);

  if (cursor === undefined || query.lines !== undefined) {
    const limit = query.lines ?? defaultLines;
    if (cursor === undefined && query.process === undefined) for (const file of files) await file.seekTail(limit);
    yield* await lastOf(merged, matches, limit, signal);
  }
  const watch = query.follow ? watchFolder(folder) : undefined;
  try {
    while (!signal.aborted) {
      const line = await merged();
      if (line !== undefined) {
        if (matches(line)) yield line;
      } else if (watch === undefined) return;
      else await watch.change(signal);
    }
  } finally {
    watch?.close();
  }
}

const lastOf = async (
  merged: () => Promise<LogLine | undefined>,
  matches: (line: LogLine) => boolean,
  limit: number,
  signal: AbortSignal,
): Promise<readonly LogLine[]> => {
  const lines: LogLine[] = [];
  for (let line = await merged(); line !== undefined && !signal.aborted; line = await merged()) {
    if (matches(line)) lines.push(line);
    if (lines.length > limit * 2) lines.splice(0, lines.length - limit);
  }
  return limit === 0 ? [] : lines.slice(-limit);
};

/** `web` means every `web.N`. */
const matcher =
  (process: string | undefined) =>
  (line: LogLine): boolean =>
    process === undefined || line.process === process || line.process.startsWith(`${process}.`);

type Head = { readonly raw: RawLine; readonly line: ParsedLine | undefined };

/**
 * Gives the oldest line that no file has given yet; undefined when there is none for now. A file that has come to its end is looked at
 * again only when all have.
 */
const createMerge = (files: readonly LogFile[], from: Cursor | undefined) => {
  let { at: last, count } = from ?? { at: 0, count: 0 };
  const positions = files.map((_, index) => from?.positions[index]);
  const heads: (Head | 'end' | undefined)[] = files.map(() => undefined);

  const fill = async (): Promise<void> => {
    for (const [index, file] of files.entries()) {
      if (heads[index] !== undefined) continue;
      const raw = await file.next();
      heads[index] = raw === undefined ? 'end' : { raw, line: parseLine(raw.json, last) };
    }
  };
  const oldest = (): number => {
    let found = -1;
    for (const [index, head] of heads.entries()) if (timeOf(head) < timeOf(heads[found])) found = index;
    return found;
  };

  return async (): Promise<LogLine | undefined> => {
    for (;;) {
      await fill();
      const index = oldest();
      const head = heads[index];
      if (head === undefined || head === 'end') {
        heads.fill(undefined);
        return undefined;
      }
      heads[index] = undefined;
      positions[index] = head.raw.position;
      if (head.line === undefined) continue;
      const at = Math.max(last, head.line.at);
      count = at === last ? count + 1 : 0;
      last = at;
      return { source: logFiles[index]?.source ?? 'app', ...head.line, cursor: formatCursor({ at, count, positions }) };
    }
  };
};

const timeOf = (head: Head | 'end' | undefined): number =>
  head === undefined || head === 'end' ? Number.POSITIVE_INFINITY : (head.line?.at ?? 0);
