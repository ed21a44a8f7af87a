import type { Answer, Command } from '../command.ts';
import { commandHelp, overview } from '../help-text.ts';
import { parseWords } from '../parse-words.ts';

/** `help` needs the table it stands in, so the table passes itself. */
export const createHelp = (table: () => readonly Command[]): Command => ({
  name: 'help',
  about: 'show the commands, or one in full',
  args: { usage: '[COMMAND]', min: 0, max: 2 },
  flags: [],
  examples: ['sluice help', 'sluice help apps:create'],
  run: async ({ args }) => answerHelp(args.length === 0 ? undefined : parseWords([...args, '--help'], table()).command, table()),
});

/** The same for `--help` on any command, and for `sluice` alone. */
export const answerHelp = (command: Command | undefined, table: readonly Command[]): Answer => ({
  json: command === undefined ? table.map(describe) : describe(command),
  view: { kind: 'lines', lines: command === undefined ? overview(table) : commandHelp(command, table) },
});

const describe = ({ name, aliases = [], about, args, flags, examples }: Command) => ({
  name,
  aliases,
  about,
  usage: args?.usage ?? '',
  flags,
  examples,
});
