import type { Command } from '../command.ts';
import { configFolder } from '../config-folder.ts';
import { readCredentials, writeCredentials } from '../credentials.ts';
import { knownServer } from '../session.ts';

export const logout: Command = {
  name: 'logout',
  about: 'forget the key of a server on this machine',
  flags: [],
  examples: ['sluice logout', 'sluice logout --url http://127.0.0.1:4000'],
  run: async ({ value, io, output }) => {
    const { server } = await knownServer(io, { url: value('url'), config: value('config') });
    const folder = configFolder(value('config'), io);
    const file = await readCredentials(folder);
    const { [server]: gone, ...servers } = file.servers;
    if (gone !== undefined) await writeCredentials(folder, { ...(file.server === server ? {} : { server: file.server }), servers });
    output.note(gone === undefined ? `There was no key of ${server}.` : `Signed out of ${server}.`);
    return { json: { server, signed_out: gone !== undefined }, view: { kind: 'nothing' } };
  },
};
