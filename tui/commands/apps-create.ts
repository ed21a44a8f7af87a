import type { Command } from '../command.ts';
import { chosenFolder } from '../config-folder.ts';
import { repositoryAddress, setGitRemote } from '../git-remote.ts';
import { object, text } from '../shape.ts';

export const appsCreate: Command = {
  name: 'apps:create',
  aliases: ['create'],
  about: 'make an app and point the git remote sluice to it',
  more: ['Prints the name, and nothing else, on standard output. Without a name two words are chosen.'],
  args: { usage: '[NAME]', min: 0, max: 1 },
  flags: [{ name: 'no-remote', about: 'leave git alone' }],
  examples: ['sluice create example-app', 'sluice apps:create example-app --no-remote'],
  run: async ({ args, value, isOn, io, output, session }) => {
    const { server, api } = await session();
    const body = args[0] === undefined ? {} : { unique_name: args[0] };
    const { data } = await api.change(
      (client, signal) => client.POST('/api/apps', { body, signal }),
      object({ data: object({ unique_name: text }) }),
    );
    const app = data.unique_name;
    const git = repositoryAddress({ server, app });
    output.note(`Made ${app}.`);
    if (!isOn('no-remote')) {
      const folder = chosenFolder(value('config'), io);
      const said = await setGitRemote(io, { server, app, ...(folder === undefined ? {} : { configFolder: folder }) });
      output.note(said ?? `This folder is not a git repository, so no remote was set. In one, type: sluice git:remote ${app}`);
      if (said !== undefined) output.note('Deploy it: git push sluice HEAD:main');
    }
    return { json: { name: app, git }, view: { kind: 'lines', lines: [app] } };
  },
};
