import type { App, DeployId, Oid } from '../../core/index.ts';
import type { ProtocolDeps } from './deps.ts';
import { parseJournal, type Verdict } from './journal.ts';
import { failedRef, readStanding } from './refs.ts';

export type End = { readonly kind: 'live'; readonly commit: Oid; readonly version: number } | Verdict;

/** How a deploy that is not pending ended, as the config repository alone tells. Undefined: it never changed anything. */
export const findEnd = async (deps: ProtocolDeps, app: App, deploy: DeployId): Promise<End | undefined> => {
  const failed = (await deps.repositories.refs(app.id, 'config', failedRef(deploy))).get(failedRef(deploy));
  if (failed !== undefined) return parseJournal((await deps.repositories.message(app.id, failed)).message).verdict;
  const { main } = await readStanding(deps.repositories, app.id);
  for (let commit: Oid | undefined = main; commit !== undefined; ) {
    const { message, parents } = await deps.repositories.message(app.id, commit);
    if (deployOf(message) === deploy) return { kind: 'live', commit, version: await deps.repositories.version(app.id, commit) };
    [commit] = parents;
  }
  return undefined;
};

/** The deploy that made a commit: the last such line of its message, where the platform puts its trailers. */
const deployOf = (message: string): string | undefined => [...message.matchAll(/^Sluice-Deploy: (\w+)$/gm)].at(-1)?.[1];
