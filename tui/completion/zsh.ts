// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the shell's own.
import { type Command, globalFlags } from '../command.ts';
import { takingValue } from './taking-value.ts';

/** A zsh script that completes commands and flags with what they are for. */
export const zshCompletion = (table: readonly Command[]): readonly string[] => [
  '#compdef sluice',
  '_sluice() {',
  '  local -a commands flags',
  '  local command skip w',
  '  for w in "${(@)words[2,CURRENT-1]}"; do',
  '    if [[ -n "$skip" ]]; then skip=; continue; fi',
  `    case "$w" in ${takingValue(table).join('|')}) skip=1 ;; -*) ;; *) command="$w"; break ;; esac`,
  '  done',
  '  commands=(',
  ...table.flatMap((command) => [command.name, ...(command.aliases ?? [])].map((name) => `    ${item(name, command.about)}`)),
  '  )',
  '  case "$command" in',
  ...table.map((command) => `    ${[command.name, ...(command.aliases ?? [])].join('|')}) flags=(${flagItems(command)}) ;;`),
  `    *) flags=(${globalFlags.map((flag) => item(`--${flag.name}`, flag.about)).join(' ')}) ;;`,
  '  esac',
  '  if [[ "$words[CURRENT]" == -* ]]; then _describe flag flags',
  '  elif [[ -z "$command" ]]; then _describe command commands',
  '  else _files; fi',
  '}',
  'if [[ "$funcstack[1]" == _sluice ]]; then _sluice "$@"; else compdef _sluice sluice; fi',
];

const flagItems = (command: Command): string =>
  [...command.flags, ...globalFlags].map((flag) => item(`--${flag.name}`, flag.about)).join(' ');

/** `name:what for` in single quotes; a colon in the name is escaped, as `_describe` wants it. */
const item = (name: string, about: string): string => `'${name.replaceAll(':', '\\:')}:${about.replaceAll("'", "'\\''")}'`;
