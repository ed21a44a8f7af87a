import type { Command } from '../command.ts';
import { list, number, object, text } from '../shape.ts';

export const apps: Command = {
  name: 'apps',
  about: 'list your apps',
  flags: [],
  examples: ['sluice apps', 'sluice apps --json'],
  run: async ({ session }) => {
    const { api } = await session();
    const { data } = await api.read((client, signal) => client.GET('/api/apps', { signal }), object({ data: list(app) }));
    return {
      json: data,
      view: {
        kind: 'table',
        head: ['NAME', 'RELEASE', 'WEB', 'ADDRESS'],
        rows: data.map((one) => [
          one.unique_name,
          one.version === 0 ? '-' : `v${one.version}`,
          `${one.replicas} x ${one.size}`,
          one.urls[0] ?? '-',
        ]),
        empty: 'No apps yet. Make one: sluice create',
      },
    };
  },
};

const app = object({ unique_name: text, version: number, replicas: number, size: number, urls: list(text) });
