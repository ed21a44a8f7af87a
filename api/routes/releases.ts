import type { Release } from '../../core/index.ts';
import { Fault } from '../../core/index.ts';
import { formatTime } from '../format-time.ts';
import type { ApiDeps } from '../ports.ts';
import { authorOf, bare, type Route, route } from '../route.ts';
import { ReleaseData, ReleaseParams, ReleasesQuery, type ReleaseView, RollbackData } from '../schemas/releases.ts';
import { AppParams } from '../schemas/shared.ts';
import { Type } from '../typebox.ts';

export const createReleaseRoutes = (deps: ApiDeps): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/apps/:app/releases',
    action: 'release:read',
    summary: 'Releases, newest first',
    params: AppParams,
    query: ReleasesQuery,
    data: Type.Array(ReleaseData),
    handle: async ({ app, query }) => ({ data: (await deps.control.releases(bare(app), query.limit ?? 100)).map(toReleaseView) }),
  }),
  route({
    method: 'POST',
    path: '/api/apps/:app/releases/:version/rollback',
    action: 'release:rollback',
    summary: 'Make a new release of the slug and values of an older one; answers when it runs',
    params: ReleaseParams,
    data: RollbackData,
    changes: true,
    idempotent: true,
    handle: async ({ app, account, params, signal }) => {
      const request = { kind: 'rollback', version: parseVersion(params['version'] ?? '') } as const;
      const change = await deps.control.change(bare(app), request, { by: authorOf(account), rollOut: true, signal }, () => {});
      return { data: { unique_name: app.name, version: change.version }, change };
    },
  }),
];

const toReleaseView = (release: Release): ReleaseView => ({
  version: String(release.version),
  sha: release.source,
  summary: release.summary,
  created_at: formatTime(release.createdAt),
  commit: release.commit,
  by: { name: release.author.name, email: release.author.email },
});

const parseVersion = (text: string): number => {
  const digits = /^v?([1-9][0-9]{0,8})$/.exec(text)?.[1];
  if (digits === undefined) {
    throw new Fault('release/not-found', `«${text}» is not a release's number.`, { hint: 'See the numbers with: sluice releases' });
  }
  return Number(digits);
};
