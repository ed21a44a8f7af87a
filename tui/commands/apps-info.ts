import { appFlag, type Command } from '../command.ts';
import { formatTime } from '../format-time.ts';
import { repositoryAddress } from '../git-remote.ts';
import { list, number, object, text } from '../shape.ts';

export const appsInfo: Command = {
  name: 'apps:info',
  about: 'show one app: addresses, release, size, where to push',
  flags: [appFlag],
  examples: ['sluice apps:info --app example-app', 'sluice apps:info --app example-app --json'],
  run: async (context) => {
    const { app, session } = await context.app();
    const { server, api } = session;
    const { data } = await api.read(
      (client, signal) => client.GET('/api/apps/{app}', { params: { path: { app } }, signal }),
      object({ data: info }),
    );
    const git = repositoryAddress({ server, app });
    return {
      json: { ...data, git },
      view: {
        kind: 'table',
        head: ['WHAT', 'VALUE'],
        rows: [
          ['name', data.unique_name],
          ...data.urls.map((url) => ['address', url]),
          ['git', git],
          ['release', data.version === 0 ? 'none yet' : `v${data.version}`],
          ['web', `${data.replicas} x ${data.size}`],
          ['stack', data.stack],
          ['made', formatTime(data.created_at)],
        ],
        empty: '',
      },
    };
  },
};

const info = object({
  unique_name: text,
  id: text,
  version: number,
  replicas: number,
  size: number,
  stack: text,
  created_at: text,
  urls: list(text),
});
