import type { Command } from '../command.ts';
import { configFolder } from '../config-folder.ts';
import { readCredentials } from '../credentials.ts';
import { decideCredentials } from '../decide-server.ts';
import { readBytes } from '../read-input.ts';

export const gitCredential: Command = {
  name: 'git-credential',
  about: 'answer git when it asks for a key (git calls this itself)',
  more: ['Speaks the protocol of git-credential(1) on standard input and output. Keys are only ever given to the server they belong to.'],
  args: { usage: 'get|store|erase', min: 1, max: 1 },
  flags: [],
  examples: ['sluice git-credential get', 'sluice --config /path/to/folder git-credential get'],
  run: async ({ args, value, io, output }) => {
    const asked = parseAttributes((await readBytes(io)).toString('utf8'));
    const server = `${asked.get('protocol')}://${asked.get('host')}`;
    if (args[0] === 'erase' && asked.get('password') !== undefined) {
      // git calls this when the server refused the key. It stays, since another server's answer must not cost a person their key.
      output.note(`The server refused the key of ${asked.get('username') ?? 'this account'}. Sign in again: sluice login --url ${server}`);
    }
    if (args[0] !== 'get') return { view: { kind: 'nothing' } };
    const file = await readCredentials(configFolder(value('config'), io));
    const found = decideCredentials(matching(server, Object.keys(file.servers)), { flag: value('url'), env: io.env, file });
    if (found === undefined || /[\r\n]/.test(`${found.email}${found.key}`)) return { view: { kind: 'nothing' } };
    return {
      json: { username: found.email, password: found.key },
      view: { kind: 'lines', lines: [`username=${found.email}`, `password=${found.key}`] },
    };
  },
};

/** git names protocol and host only; a server below a path is meant when it is the only one of that host. */
const matching = (server: string, known: readonly string[]): string => {
  if (known.includes(server)) return server;
  const below = known.filter((one) => one.startsWith(`${server}/`));
  return below.length === 1 && below[0] !== undefined ? below[0] : server;
};

/** `name=value` lines up to a blank line. Anything else is passed over. */
const parseAttributes = (text: string): ReadonlyMap<string, string> => {
  const [head = ''] = text.split(/\r?\n\r?\n/);
  return new Map(
    head.split(/\r?\n/).flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
};
