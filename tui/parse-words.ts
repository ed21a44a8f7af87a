import { parseArgs } from 'node:util';
import { Fault } from '../core/index.ts';
import { type Command, type Flag, globalFlags, versionFlag } from './command.ts';
import { nearest } from './nearest.ts';

export type Words = {
  /** Undefined: no command was named. */
  readonly command?: Command;
  readonly args: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly on: ReadonlySet<string>;
};

/**
 * Reads the words of a command line (without the program) against the command table. Flags may stand anywhere, `--` ends
 * them, and `apps create` means `apps:create`. Throws `usage/invalid` with the nearest command or flag on a typo.
 */
export const parseWords = (argv: readonly string[], table: readonly Command[]): Words => {
  const everyFlag = [...globalFlags, versionFlag, ...table.flatMap((command) => command.flags)];
  const positionals = tokensOf(argv, everyFlag).filter((token) => token.kind === 'positional');
  const found = findCommand(
    positionals.map((token) => token.value),
    table,
  );
  const nameAt = new Set(positionals.slice(0, found.words).map((token) => token.index));
  const rest = argv.filter((_, index) => !nameAt.has(index));
  return read(rest, found.command, table);
};

const findCommand = (words: readonly string[], table: readonly Command[]): { command?: Command; words: number } => {
  const [first, second] = words;
  if (first === undefined) return { words: 0 };
  const named = (name: string) => table.find((command) => command.name === name || command.aliases?.includes(name));
  const joined = second === undefined ? undefined : named(`${first}:${second}`);
  if (joined !== undefined) return { command: joined, words: 2 };
  const command = named(first);
  if (command !== undefined) return { command, words: 1 };
  throw unknownCommand(first, second, table);
};

/** The failure for a command that isn't there, with the nearest one as hint. */
const unknownCommand = (first: string, second: string | undefined, table: readonly Command[]): Fault => {
  const names = namesOf(table);
  const ofTopic = names.find((name) => name.startsWith(`${first}:`));
  return typo(first, nearest(first, names) ?? (second === undefined ? undefined : nearest(`${first}:${second}`, names)) ?? ofTopic);
};

const typo = (typed: string, guess: string | undefined): Fault =>
  new Fault('usage/invalid', `«${typed}» is not a command of sluice.`, {
    hint: guess === undefined ? 'See all commands: sluice help' : `Did you mean: sluice ${guess}`,
  });

const namesOf = (table: readonly Command[]): readonly string[] => table.flatMap((command) => [command.name, ...(command.aliases ?? [])]);

const read = (argv: readonly string[], command: Command | undefined, table: readonly Command[]): Words => {
  const flags = [...globalFlags, ...(command?.flags ?? [versionFlag])];
  const args: string[] = [];
  const values = new Map<string, string>();
  const on = new Set<string>();
  for (const token of tokensOf(argv, flags)) {
    if (token.kind === 'positional') args.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = flags.find((one) => one.name === token.name);
    if (flag === undefined) throw unknownFlag(token.rawName, flags, command);
    if (flag.value === undefined) {
      if (token.value !== undefined) throw wrongUse(`${token.rawName} takes no value.`, command);
      on.add(flag.name);
    } else {
      if (token.value === undefined || (token.inlineValue === false && /^-./.test(token.value))) {
        throw wrongUse(`${token.rawName} needs a value: ${token.rawName} ${flag.value}.`, command);
      }
      values.set(flag.name, token.value);
    }
  }
  if (command !== undefined && !on.has('help')) checkCount(args, command, table);
  return { ...(command === undefined ? {} : { command }), args, values, on };
};

const checkCount = (args: readonly string[], command: Command, table: readonly Command[]): void => {
  const { usage, min, max } = command.args ?? { usage: '', min: 0, max: 0 };
  if (args.length < min) throw wrongUse(`${command.name} needs ${usage}.`, command);
  if (args.length <= max) return;
  const meant = max === 0 ? nearest(`${command.name}:${args[0]}`, namesOf(table)) : undefined;
  if (meant !== undefined && meant !== command.name) throw typo(`${command.name} ${args[0]}`, meant);
  throw wrongUse(`${command.name} takes ${max === 0 ? 'no words after it' : usage}; «${args[max]}» is too many.`, command);
};

const tokensOf = (argv: readonly string[], flags: readonly Flag[]) =>
  parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      flags.map((flag) => [
        flag.name,
        { type: flag.value === undefined ? ('boolean' as const) : ('string' as const), ...(flag.short ? { short: flag.short } : {}) },
      ]),
    ),
  }).tokens;

const unknownFlag = (raw: string, flags: readonly Flag[], command: Command | undefined): Fault => {
  const guess = nearest(
    raw.replace(/^-+/, ''),
    flags.map((flag) => flag.name),
  );
  const where = command === undefined ? 'sluice' : command.name;
  const hint = guess === undefined ? `See its flags: sluice ${command?.name ?? ''} --help`.replace('  ', ' ') : `Did you mean: --${guess}`;
  return new Fault('usage/invalid', `${where} has no flag ${raw}.`, { hint });
};

const wrongUse = (message: string, command: Command | undefined): Fault =>
  new Fault('usage/invalid', message, { hint: `See how it is used: sluice ${command === undefined ? 'help' : `${command.name} --help`}` });
