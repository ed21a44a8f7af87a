import { appendFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, callApi } from '../test/helpers/call-api.ts';
import { createGit, type Git } from '../test/helpers/git.ts';
import { createAccount, type RunningPlatform, startPlatform } from '../test/helpers/start-platform.ts';

const root = join(import.meta.dirname, '..');

/** A platform of its own with one signed-in account and a working copy of examples/hello-node. */
export type Subject = {
  readonly folder: string;
  readonly platform: () => RunningPlatform;
  readonly account: Account;
  readonly git: Git;
  readonly copy: string;
  readonly api: (method: string, path: string, body?: unknown) => Promise<unknown>;
  readonly createApp: (name: string) => Promise<void>;
  readonly remote: (name: string) => string;
  /** Changes one line and commits it. */
  readonly changeLine: (text: string) => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export const openSubject = async (): Promise<Subject> => {
  const folder = await mkdtemp(join(tmpdir(), 'sl-bench-'));
  const home = join(folder, 'home');
  await mkdir(home);
  let platform = await startPlatform({ home });
  const account = await createAccount(platform, 'bench@sluice.example');
  const git = createGit(folder);
  const copy = join(folder, 'hello-node');
  await cp(join(root, 'examples', 'hello-node'), copy, { recursive: true });
  const must = async (...args: string[]) => {
    const ran = await git(args, { cwd: copy });
    if (ran.exitCode !== 0) throw new Error(`git ${args[0]}: ${ran.stderr}`);
  };
  await must('init', '-q', '-b', 'main');
  await must('add', '.');
  await must('commit', '-qm', 'first');
  const api: Subject['api'] = async (method, path, body) => {
    const answer = await callApi(platform.url, account)(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  };
  return {
    folder,
    platform: () => platform,
    account,
    git,
    copy,
    api,
    createApp: async (name) => void (await api('POST', '/api/apps', { unique_name: name })),
    remote: (name) => platform.url.replace('://', `://${encodeURIComponent(account.email)}:${account.key}@`).concat(`/${name}.git`),
    changeLine: async (text) => {
      await appendFile(join(copy, 'server.js'), `// ${text}\n`);
      await must('commit', '-qam', text);
    },
    restart: async () => {
      platform = await startPlatform({ home });
    },
    close: async () => {
      await platform.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
