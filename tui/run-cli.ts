import { Fault } from '../core/index.ts';
import { appOf } from './app-of.ts';
import type { Answer, Context } from './command.ts';
import { commandTable } from './command-table.ts';
import { answerHelp } from './commands/help.ts';
import { answerVersion } from './commands/version.ts';
import { exitOf, formatFault, toErrorBody } from './failure.ts';
import type { Io } from './io.ts';
import { createOutput, type Output } from './output.ts';
import { createPaint } from './paint.ts';
import { parseWords, type Words } from './parse-words.ts';
import { openSession } from './session.ts';

/**
 * Runs one command line (its words, without the program) and resolves to the exit code; never rejects. Failures are printed
 * here and nowhere else: for people on standard error, or with `--json` as the API's error body on standard output.
 */
export const runCli = async (argv: readonly string[], io: Io): Promise<number> => {
  const output = createOutput(io, { json: isGiven(argv, /^(--json|-j)$/), colourless: isGiven(argv, /^--no-color$/) });
  try {
    const words = parseWords(argv, commandTable);
    await output.answer(await perform(words, io, output));
    return 0;
  } catch (error) {
    if (isClosedPipe(error)) return 0;
    return await report(error, { argv, io, output });
  }
};

const perform = async (words: Words, io: Io, output: Output): Promise<Answer> => {
  const { command, args, values, on } = words;
  if (on.has('version')) return await answerVersion();
  if (command === undefined || on.has('help')) return answerHelp(command, commandTable);
  const flags = { url: values.get('url'), config: values.get('config') };
  const context: Context = {
    args,
    value: (flag) => values.get(flag),
    isOn: (flag) => on.has(flag),
    io,
    output,
    session: () => openSession(io, flags),
    app: () => appOf(io, { ...flags, app: values.get('app') }),
  };
  return await command.run(context);
};

const report = async (error: unknown, { argv, io, output }: { argv: readonly string[]; io: Io; output: Output }): Promise<number> => {
  const fault = toFault(error, io);
  if (output.json) await printed(output.jsonLine(toErrorBody(fault)));
  else if (fault !== plainInterrupt)
    io.stderr.write(formatFault(fault, createPaint(io.stderr, io.env, { off: isGiven(argv, /^--no-color$/) })));
  if (isGiven(argv, /^--debug$/)) output.note(stackOf(error));
  return exitOf(fault);
};

/** A reader that has gone away doesn't change how the command ended. */
const printed = async (writing: Promise<void>): Promise<void> => {
  const [result] = await Promise.allSettled([writing]);
  if (result.status === 'rejected' && !isClosedPipe(result.reason)) throw result.reason;
};

const isClosedPipe = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'EPIPE';

/** Ctrl-C where nothing is left behind, as in a log that is followed: nothing to say. */
const plainInterrupt = new Fault('interrupted', 'Interrupted.');

const toFault = (error: unknown, io: Io): Fault => {
  if (error instanceof Fault) return error;
  if (io.signal.aborted) return plainInterrupt;
  return new Fault('bug', 'Something went wrong inside sluice.', {
    hint: 'Run it again with --debug, and report what it prints.',
    cause: error,
  });
};

const stackOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by: ${stackOf(error.cause)}`;
};

/** Looked for before parsing, since a command line that can't be parsed is answered in the wanted form too. */
const isGiven = (argv: readonly string[], flag: RegExp): boolean => {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => flag.test(word));
};
