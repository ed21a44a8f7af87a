import { Fault } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';

/** `completion` is made from the table it stands in, so the table passes itself. */
export const createCompletion = (table: () => readonly Command[]): Command => ({
  name: 'completion',
  about: 'print what a shell needs to complete commands and flags',
  more: [
    'Put it where the shell reads it at its start:',
    '  bash: eval "$(sluice completion bash)"   fish: sluice completion fish | source',
  ],
  args: { usage: 'bash|zsh|fish', min: 1, max: 1 },
  flags: [],
  examples: ['sluice completion bash', 'sluice completion zsh'],
  run: async ({ args }) => {
    const [shell = ''] = args;
    const make = shells.get(shell);
    if (make === undefined) {
      throw new Fault('usage/invalid', `There is no completion for «${shell}».`, {
        hint: `Choose one of ${[...shells.keys()].join(', ')}`,
      });
    }
    const script = make(table());
    return { json: { shell, script }, view: { kind: 'lines', lines: script } };
  },
});

const shells: ReadonlyMap<string, (table: readonly Command[]) => readonly string[]> = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);
