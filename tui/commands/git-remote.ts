import { Fault, parseAppName } from '../../core/index.ts';
import { appFlag, type Command } from '../command.ts';
import { chosenFolder } from '../config-folder.ts';
import { repositoryAddress, setGitRemote } from '../git-remote.ts';
import { object, text } from '../shape.ts';

export const gitRemote: Command = {
  name: 'git:remote',
  about: 'point the git remote sluice of this repository to an app',
  more: [
    "Writes to the repository's own config only: the remote, a helper that gives git the key of that server, and no proxy for loopback.",
  ],
  args: { usage: '[NAME]', min: 0, max: 1 },
  flags: [appFlag],
  examples: ['sluice git:remote example-app', 'sluice git:remote --app example-app'],
  run: async (context) => {
    const { args, value, io, output } = context;
    const { app, session } = args[0] === undefined ? await context.app() : { app: parseAppName(args[0]), session: await context.session() };
    await session.api.read(
      (client, signal) => client.GET('/api/apps/{app}', { params: { path: { app } }, signal }),
      object({ data: object({ unique_name: text }) }),
    );
    const folder = chosenFolder(value('config'), io);
    const said = await setGitRemote(io, { server: session.server, app, ...(folder === undefined ? {} : { configFolder: folder }) });
    if (said === undefined) {
      throw new Fault('usage/invalid', 'This folder is not a git repository.', {
        hint: `Make one (git init), then: sluice git:remote ${app}`,
      });
    }
    output.note(said);
    const git = repositoryAddress({ server: session.server, app });
    return { json: { name: app, git }, view: { kind: 'nothing' } };
  },
};
