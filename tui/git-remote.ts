import { Fault } from '../core/index.ts';
import { git } from './git.ts';
import type { Io } from './io.ts';
import { isLoopback } from './server-url.ts';

export type RemoteSettings = {
  readonly server: string;
  readonly app: string;
  /** Given to the credential helper, so that pushes find the same keys from any shell. */
  readonly configFolder?: string;
};

/** Where an app's source is pushed to. */
export const repositoryAddress = ({ server, app }: { readonly server: string; readonly app: string }): string => `${server}/${app}.git`;

/**
 * Points the remote `sluice` of the repository in the current folder to an app, with our credential helper for that server alone
 * and, on loopback, no proxy. Writes nothing but the repository's own config. Returns what to tell; undefined: not in a repository.
 */
export const setGitRemote = async (io: Io, settings: RemoteSettings): Promise<string | undefined> => {
  const inside = await git(io, ['rev-parse', '--git-dir']);
  if (!inside.ok) return undefined;
  const address = repositoryAddress(settings);
  const before = await git(io, ['config', '--local', '--get', 'remote.sluice.url']);
  await must(io, before.ok ? ['remote', 'set-url', 'sluice', address] : ['remote', 'add', 'sluice', address]);
  const helper = `credential.${settings.server}.helper`;
  // The empty value first: helpers of the user's own are not asked, and never told our key.
  await must(io, ['config', '--local', '--replace-all', helper, '']);
  await must(io, ['config', '--local', '--add', helper, helperLine(io.program, settings.configFolder)]);
  if (isLoopback(settings.server)) await must(io, ['config', '--local', 'remote.sluice.proxy', '']);
  const old = before.stdout.trim();
  return before.ok && old !== address
    ? `The git remote sluice now points to ${address} (before: ${old}).`
    : `The git remote sluice points to ${address}.`;
};

/** git runs the helper by its own shell and adds the operation. `store` is left out at once: we hold the key already, and it would cost a start per push. */
const helperLine = (program: string, configFolder: string | undefined): string => {
  const words = [program, ...(configFolder === undefined ? [] : ['--config', configFolder]), 'git-credential'];
  return `!test "$1" = store || ${words.map(quoted).join(' ')}`;
};

const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const must = async (io: Io, args: readonly string[]): Promise<void> => {
  const result = await git(io, args);
  if (!result.ok) {
    throw new Fault('usage/invalid', `The git remote could not be set: ${result.stderr.trim() || 'git failed'}.`, {
      hint: "Look at the repository's .git/config, then: sluice git:remote APP",
    });
  }
};
