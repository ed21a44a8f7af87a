import { type Command, type Flag, globalFlags } from '../command.ts';

/** A fish script that completes commands and flags with what they are for. */
export const fishCompletion = (table: readonly Command[]): readonly string[] => [
  'complete -c sluice -f',
  ...table.flatMap((command) =>
    [command.name, ...(command.aliases ?? [])].map(
      (name) => `complete -c sluice -n __fish_use_subcommand -a ${name} -d ${quoted(command.about)}`,
    ),
  ),
  ...globalFlags.map((flag) => `complete -c sluice ${flagWords(flag)}`),
  ...table.flatMap((command) => {
    const seen = `-n ${quoted(`__fish_seen_subcommand_from ${[command.name, ...(command.aliases ?? [])].join(' ')}`)}`;
    return command.flags.map((flag) => `complete -c sluice ${seen} ${flagWords(flag)}`);
  }),
];

const flagWords = ({ name, short, value, about }: Flag): string =>
  [...(short === undefined ? [] : ['-s', short]), '-l', name, ...(value === undefined ? [] : ['-r']), '-d', quoted(about)].join(' ');

/** fish's single quotes: only the backslash and the quote itself are escaped. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
