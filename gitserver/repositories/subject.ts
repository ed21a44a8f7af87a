import { type Oid, stripControl } from '../../core/index.ts';
import type { Git } from './git-program.ts';

/** First line of a source commit's message, safe to print; at most 100 characters. */
export const subjectOf = async (git: Git, gitdir: string, commit: Oid): Promise<string> => {
  const text = await git.run(gitdir, ['log', '-1', '--no-show-signature', '--format=%s', '--end-of-options', commit, '--']);
  return stripControl(text.toString('utf8').split('\n')[0] ?? '').slice(0, 100);
};
