import { createHash } from 'node:crypto';
import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, Fault, isOid, type Progress } from '../../core/index.ts';
import { createOutputLines } from '../run/output-lines.ts';
import { runProgram } from '../run/run-program.ts';
import type { BuildpackReference } from './buildpack-reference.ts';

export type Fetch = {
  readonly reference: BuildpackReference & { readonly kind: 'git' };
  /** Bare copies of buildpack repositories, of one app. */
  readonly cache: string;
  /** Where its files go; is created. A fresh copy for each build, since buildpacks write into their own folder. */
  readonly folder: string;
  readonly environment: Environment;
};

/**
 * Clones a buildpack with all branches and tags (a shallow clone may lack the commit) and checks the asked commit out.
 * A commit that is in the cache costs no network. Throws `build/failed` with git's last lines.
 */
export const fetchBuildpack = async (fetch: Fetch, output: Progress, signal: AbortSignal): Promise<void> => {
  const { reference, cache, folder } = fetch;
  const repository = join(cache, `${createHash('sha256').update(reference.url).digest('hex').slice(0, 24)}.git`);
  const git = createGit(fetch.environment, cache, signal);
  await mkdir(cache, { recursive: true });
  let commit = reference.ref !== undefined && isOid(reference.ref) ? await resolve(git, repository, reference.ref) : undefined;
  if (commit === undefined) {
    output(`-----> Fetching buildpack ${reference.name}`);
    await update(git, repository, reference);
    commit = await resolve(git, repository, reference.ref);
  }
  if (commit === undefined) throw failed(reference.name, 'the repository has no such branch, tag or commit', []);
  await mkdir(folder, { recursive: true });
  const checkout = await git(['--git-dir', repository, '--work-tree', folder, 'checkout', '--quiet', '--force', '--detach', commit]);
  if (!checkout.ok) throw failed(reference.name, 'git checkout did not work', checkout.lines);
};

type GitResult = { readonly ok: boolean; readonly text: string; readonly lines: readonly string[] };
type Git = (args: readonly string[]) => Promise<GitResult>;

/** git without the settings of the server's user, which never asks for anything. */
const createGit =
  (environment: Environment, folder: string, signal: AbortSignal): Git =>
  async (args) => {
    const lines: string[] = [];
    const errors = createOutputLines((line) => lines.push(line));
    const text: Uint8Array[] = [];
    const exit = await runProgram(
      {
        file: 'git',
        args,
        folder,
        environment: { ...environment, GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'https:file' },
        stdout: (bytes) => text.push(bytes),
        stderr: errors.push,
      },
      signal,
    );
    errors.end();
    return { ok: exit.code === 0, text: Buffer.concat(text).toString().trim(), lines: lines.slice(-10) };
  };

/** A copy that an interrupted fetch has damaged is thrown away and made anew. */
const update = async (git: Git, repository: string, reference: Fetch['reference']): Promise<void> => {
  const existed = await access(repository).then(
    () => true,
    () => false,
  );
  const first = await fetchAll(git, repository, reference.url);
  if (first.ok) return;
  await rm(repository, { recursive: true, force: true });
  const second = existed ? await fetchAll(git, repository, reference.url) : first;
  if (second.ok) return;
  await rm(repository, { recursive: true, force: true });
  throw failed(reference.name, 'it could not be fetched', second.lines);
};

const fetchAll = async (git: Git, repository: string, url: string): Promise<GitResult> => {
  const made = await git(['init', '--quiet', '--bare', repository]);
  if (!made.ok) return made;
  const everything = ['+HEAD:refs/sluice/head', '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
  return git(['--git-dir', repository, 'fetch', '--quiet', '--prune', '--no-auto-maintenance', url, ...everything]);
};

const resolve = async (git: Git, repository: string, ref: string | undefined): Promise<string | undefined> => {
  const names = ref === undefined ? ['refs/sluice/head'] : isOid(ref) ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`, ref];
  for (const name of names) {
    const found = await git(['--git-dir', repository, 'rev-parse', '--quiet', '--verify', '--end-of-options', `${name}^{commit}`]);
    if (found.ok) return found.text;
  }
  return undefined;
};

const failed = (name: string, reason: string, lastLines: readonly string[]): Fault =>
  new Fault('build/failed', `The buildpack «${name}» can't be used: ${reason}.`, {
    hint: 'Check its URL and what follows "#", then push again.',
    lastLines,
  });
