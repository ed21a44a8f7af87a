import { Fault } from '../../core/index.ts';
import { changed, waitForChange } from '../change.ts';
import { appFlag, type Command } from '../command.ts';
import { readReleases } from '../read-releases.ts';

export const releasesRollback: Command = {
  name: 'releases:rollback',
  aliases: ['rollback'],
  about: 'go back to an earlier release, code and variables together',
  more: ['Without a release: the one before the newest. Going back is a new release itself, so it can be undone the same way.'],
  args: { usage: '[vN]', min: 0, max: 1 },
  flags: [appFlag, { name: 'to', value: 'vN', about: 'the release (the same as the word)' }],
  examples: ['sluice rollback --app example-app', 'sluice releases:rollback v3 --app example-app'],
  run: async (context) => {
    const wanted = parseVersion(context.args[0] ?? context.value('to'));
    const { app, session } = await context.app();
    const version = wanted ?? beforeNewest(await readReleases(session, app, '2'), app);
    return await waitForChange({
      context,
      app,
      doing: `Rolling ${app} back to v${version}`,
      call: () =>
        session.api.change(
          (client, signal) => client.POST('/api/apps/{app}/releases/{version}/rollback', { params: { path: { app, version } }, signal }),
          changed,
        ),
    });
  },
};

const parseVersion = (typed: string | undefined): string | undefined => {
  if (typed === undefined) return undefined;
  const [, digits] = /^v?([1-9]\d{0,8})$/.exec(typed) ?? [];
  if (digits === undefined)
    throw new Fault('usage/invalid', `«${typed}» is not a release.`, { hint: 'Write it like v3; see them: sluice releases' });
  return digits;
};

const beforeNewest = (releases: readonly { readonly version: string }[], app: string): string => {
  const version = releases[1]?.version;
  if (version === undefined || !/^\d+$/.test(version)) {
    throw new Fault('release/not-found', `${app} has no release to go back to.`, { hint: `See them: sluice releases --app ${app}` });
  }
  return version;
};
