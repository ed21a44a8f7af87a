import { type Command, type Flag, globalFlags, versionFlag } from './command.ts';

/** The help of one command: what it does, two examples, its flags. */
export const commandHelp = (command: Command, table: readonly Command[]): readonly string[] => {
  const below = table.filter((one) => one.name.startsWith(`${command.name}:`));
  return [
    sentence(command.about),
    ...(command.more ?? []),
    '',
    `  sluice ${[command.name, command.args?.usage].filter(Boolean).join(' ')}`,
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
    'Flags:',
    ...aligned([...command.flags, ...globalFlags].map((flag) => [flagName(flag), flag.about])),
    ...(command.aliases === undefined ? [] : ['', `Also called: ${command.aliases.join(', ')}`]),
    ...(below.length === 0 ? [] : ['', 'See also:', ...aligned(below.map((one) => [`sluice ${one.name}`, one.about]))]),
  ];
};

/** The list of all commands. */
export const overview = (table: readonly Command[]): readonly string[] => [
  'sluice: push with git, live when the push returns.',
  '',
  'Examples:',
  '  sluice create example-app',
  '  sluice logs --app example-app --tail',
  '',
  'Commands (a space does for the colon):',
  ...aligned(table.map((command) => [[command.name, command.args?.usage].filter(Boolean).join(' '), command.about])),
  '',
  'Flags of every command:',
  ...aligned([...globalFlags, versionFlag].map((flag) => [flagName(flag), flag.about])),
  '',
  'More on one: sluice help COMMAND',
];

const sentence = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}.`;

const flagName = (flag: Flag): string =>
  [`${flag.short === undefined ? '    ' : `-${flag.short}, `}--${flag.name}`, flag.value].filter(Boolean).join(' ');

const aligned = (rows: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.min(34, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};
