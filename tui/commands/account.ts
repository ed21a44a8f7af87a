import type { Command } from '../command.ts';
import { object, text } from '../shape.ts';

export const account: Command = {
  name: 'account',
  aliases: ['whoami'],
  about: 'show who you are signed in as, and where',
  flags: [],
  examples: ['sluice account', 'sluice account --json'],
  run: async ({ session, output }) => {
    const { server, api } = await session();
    const { data } = await api.read((client, signal) => client.GET('/api/users', { signal }), object({ data: object({ email: text }) }));
    output.note(`Signed in to ${server} as:`);
    return { json: { email: data.email, server }, view: { kind: 'lines', lines: [data.email] } };
  },
};
