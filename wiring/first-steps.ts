import { join } from 'node:path';
import { quoteWord } from './quote-word.ts';

export type Started = { readonly root: string; readonly home: string; readonly url: string };

/** Two lines that make an account and sign in with it, for a platform that has no app yet. */
export const firstSteps = ({ root, home, url }: Started): readonly string[] => {
  const sluice = quoteWord(join(root, 'bin', 'sluice'));
  const token = quoteWord(join(home, 'keys', 'operator.token'));
  return [
    'Make an account and sign in (once):',
    `  ${sluice} accounts:create me@example.org --url ${url} --token-file ${token} | ${sluice} login --url ${url} --email me@example.org --key-stdin`,
    `Then, in the git repository of an app: ${sluice} create && git push sluice HEAD:main`,
  ];
};
