import { readFile } from 'node:fs/promises';
import type { Answer, Command } from '../command.ts';

export const version: Command = {
  name: 'version',
  about: 'print the version',
  flags: [],
  examples: ['sluice version', 'sluice --version'],
  run: async () => await answerVersion(),
};

/** The same for `--version` and `-V`. */
export const answerVersion = async (): Promise<Answer> => {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { version: number } = JSON.parse(text) as { version: string };
  return { json: { version: number }, view: { kind: 'value', value: number } };
};
