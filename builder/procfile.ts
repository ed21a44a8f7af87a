import { Fault } from '../core/index.ts';
import { type Processes, problemWithProcessType } from './process-type.ts';

type Problem = { readonly line: number; readonly column: number; readonly message: string };
type Entry = { readonly name: string; readonly command: string };

/** Reads a Procfile, one `type: command` a line. Throws `build/procfile-invalid`: the message lists every problem, `at` is the first. */
export const parseProcfile = (bytes: Uint8Array): Processes => {
  const problems: Problem[] = [];
  const lineOf = new Map<string, number>();
  const processes = new Map<string, string>();
  for (const [index, lineBytes] of linesOf(bytes).entries()) {
    const line = index + 1;
    const entry = readLine(lineBytes, (column, message) => problems.push({ line, column, message }));
    if (entry === undefined) continue;
    const earlier = lineOf.get(entry.name);
    if (earlier !== undefined) problems.push({ line, column: 1, message: `"${entry.name}" is on line ${earlier} already` });
    lineOf.set(entry.name, line);
    processes.set(entry.name, entry.command);
  }
  if (problems.length > 0) throw invalid(problems);
  return Object.fromEntries(processes);
};

const linesOf = (bytes: Uint8Array): readonly Uint8Array[] => {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...lines, bytes.subarray(start)];
};

const readLine = (bytes: Uint8Array, problem: (column: number, message: string) => void): Entry | undefined => {
  const text = decode(bytes);
  if (text === undefined) {
    problem(1, 'this is not UTF-8 text');
    return undefined;
  }
  const content = text.trim();
  if (content === '' || content.startsWith('#')) return undefined;
  const control = [...text.trimEnd()].findIndex((character) => character !== '\t' && /\p{Cc}/u.test(character));
  if (control >= 0) {
    problem(control + 1, 'there is a control character');
    return undefined;
  }
  return readEntry(text.trimEnd(), problem);
};

const readEntry = (text: string, problem: (column: number, message: string) => void): Entry | undefined => {
  const colon = text.indexOf(':');
  if (colon < 0) {
    problem((/^\S*/.exec(text)?.[0].length ?? 0) + 1, 'there is no ":" after the process type; write for example "web: node server.js"');
    return undefined;
  }
  const name = text.slice(0, colon);
  const command = text.slice(colon + 1).trim();
  const wrongName = problemWithProcessType(name);
  if (wrongName !== undefined) problem(1, wrongName);
  if (command === '') problem(colon + 2, `the command of "${name}" is missing`);
  return wrongName === undefined && command !== '' ? { name, command } : undefined;
};

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};

const shown = 10;

const invalid = (problems: readonly Problem[]): Fault => {
  const [first] = problems;
  const listed = problems.slice(0, shown).map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
  const more = problems.length > shown ? [`and ${problems.length - shown} more`] : [];
  return new Fault('build/procfile-invalid', `The Procfile can't be read: ${[...listed, ...more].join('; ')}.`, {
    hint: 'Write one process type a line, such as "web: node server.js", commit it and push again.',
    ...(first === undefined ? {} : { at: { file: 'Procfile', line: first.line, column: first.column } }),
  });
};
