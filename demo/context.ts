import type { Platform } from '../platform.ts';
import { createWorkspace, must, type Workspace } from './workspace.ts';

export type DemoContext = {
  readonly platform: Platform;
  /** The checkout of Sluice. */
  readonly root: string;
  /** `<data folder>/demo`. */
  readonly folder: string;
  readonly searchPath: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

const demoEmail = 'demo@sluice.example';

/** A workspace whose command line is signed in to the platform with a demo account. An earlier run's key is used again. */
export const signIn = async (context: DemoContext): Promise<Workspace> => {
  const workspace = await createWorkspace(context);
  const { url, operatorTokenFile } = context.platform;
  if ((await workspace.sluiceInSecret(['account', '--url', url])).code === 0) return workspace;
  const made = await workspace.sluiceInSecret([
    'accounts:create',
    demoEmail,
    '--existing-ok',
    '--url',
    url,
    '--token-file',
    operatorTokenFile,
  ]);
  const key = must(made, 'sluice accounts:create').stdout;
  must(await workspace.sluiceInSecret(['login', '--url', url, '--email', demoEmail, '--key-stdin'], key), 'sluice login');
  context.say(`Made the account ${demoEmail}.`);
  return workspace;
};
