import { Fault } from '../core/index.ts';
import { parseServerUrl } from './server-url.ts';

/** An app as a git remote names it. */
export type RemoteApp = { readonly remote: string; readonly app: string; readonly server: string };

/**
 * Reads the output of `git remote -v`: remotes called `sluice`, and any that point to a server we hold a key of. The address is
 * `<server>/<app>.git`, also below `git.gigalixir.com/`. Other remotes (a forge's) are passed over.
 */
export const parseRemotes = (output: string, servers: readonly string[]): readonly RemoteApp[] => {
  const found = new Map<string, RemoteApp>();
  for (const line of output.split('\n')) {
    const [, remote, address] = /^(\S+)\t(\S+)(?: \((?:fetch|push)\))/.exec(line) ?? [];
    if (remote === undefined || address === undefined) continue;
    const parsed = parseRepositoryAddress(address);
    if (parsed === undefined || (remote !== 'sluice' && !servers.includes(parsed.server))) continue;
    found.set(`${remote} ${parsed.app}`, { remote, ...parsed });
  }
  return [...found.values()];
};

/** The one app that remotes name. Throws `usage/invalid` when they name none or several. */
export const decideApp = (remotes: readonly RemoteApp[]): RemoteApp => {
  const [first] = remotes;
  if (first === undefined) {
    throw new Fault('usage/invalid', 'Which app? No git remote here names one.', { hint: 'Name it: --app NAME, or SLUICE_APP' });
  }
  const others = remotes.filter((one) => one.app !== first.app || one.server !== first.server);
  if (others.length === 0) return first;
  const list = [...new Set(remotes.map((one) => `${one.app} (remote ${one.remote})`))].join(', ');
  throw new Fault('usage/invalid', `Which app? The git remotes here name several: ${list}.`, { hint: `Name one: --app ${first.app}` });
};

const parseRepositoryAddress = (address: string): { app: string; server: string } | undefined => {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const [, base = '', app] = /^(.*?)\/(?:git\.gigalixir\.com\/)?([a-z][a-z0-9-]*)(?:\.config)?\.git\/?$/.exec(url.pathname) ?? [];
  if (app === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  return { app, server: parseServerUrl(`${url.origin}${base}`) };
};
