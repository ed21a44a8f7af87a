// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the shell's own.
import { type Command, globalFlags } from '../command.ts';
import { takingValue } from './taking-value.ts';

/** A bash script that completes commands and flags. No program is started while completing. */
export const bashCompletion = (table: readonly Command[]): readonly string[] => [
  '_sluice() {',
  // bash cuts words at a colon; what was typed is put together again, and the part before the last colon taken off the answers.
  '  local line="${COMP_LINE:0:COMP_POINT}" word command flags skip w',
  '  word="${line##*[[:space:]]}"',
  '  for w in $line; do',
  '    if [[ "$skip" ]]; then skip=; continue; fi',
  `    case "$w" in ${takingValue(table).join('|')}) skip=1 ;; -*|sluice|*/sluice) ;; *) command="$w"; break ;; esac`,
  '  done',
  '  if [[ "$word" == -* ]]; then',
  '    case "$command" in',
  ...table.map((command) => `      ${[command.name, ...(command.aliases ?? [])].join('|')}) flags='${flagsOf(command)}' ;;`),
  `      *) flags='${globalFlags.map((flag) => `--${flag.name}`).join(' ')} --version' ;;`,
  '    esac',
  '    COMPREPLY=($(compgen -W "$flags" -- "$word"))',
  '  elif [[ -z "$command" || "$command" == "$word" ]]; then',
  `    COMPREPLY=($(compgen -W '${namesOf(table)}' -- "$word"))`,
  '    local colon="${word%"${word##*:}"}" i',
  '    if [[ "$word" == *:* && "$COMP_WORDBREAKS" == *:* ]]; then',
  '      for i in "${!COMPREPLY[@]}"; do COMPREPLY[i]="${COMPREPLY[i]#"$colon"}"; done',
  '    fi',
  '  fi',
  '}',
  'complete -o default -F _sluice sluice',
];

const namesOf = (table: readonly Command[]): string => table.flatMap((command) => [command.name, ...(command.aliases ?? [])]).join(' ');

const flagsOf = (command: Command): string => [...command.flags, ...globalFlags].map((flag) => `--${flag.name}`).join(' ');
