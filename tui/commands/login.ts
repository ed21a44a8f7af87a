import { isFault } from '../../core/index.ts';
import type { Command, Context } from '../command.ts';
import { configFolder } from '../config-folder.ts';
import { type Credentials, readCredentials, writeCredentials } from '../credentials.ts';
import { decideServer } from '../decide-server.ts';
import { ask, readSecret } from '../prompt.ts';
import { isLoopback, parseServerUrl } from '../server-url.ts';
import { openApi } from '../session.ts';
import { object, text } from '../shape.ts';

export const login: Command = {
  name: 'login',
  about: 'sign in to a server and keep its key',
  more: ['Asks for e-mail and password, or takes an API key from standard input. The key is kept in a file that only you can read.'],
  flags: [
    { name: 'email', value: 'EMAIL', about: 'the account' },
    { name: 'key-stdin', about: 'read an API key from standard input instead of asking for a password' },
  ],
  examples: [
    'sluice login --url http://127.0.0.1:4000',
    'sluice login --url https://paas.example --email me@example.org --key-stdin <key.txt',
  ],
  run: async (context) => {
    const { io, output, value, isOn } = context;
    const folder = configFolder(value('config'), io);
    const file = await readCredentials(folder);
    const server = decideServer({ flag: value('url'), env: io.env, file }) ?? parseServerUrl(await askFor(context, 'Server', '--url URL'));
    if (server.startsWith('http:') && !isLoopback(server))
      output.note(`Careful: ${server} is not encrypted; the key can be read on the way.`);
    const email = value('email') ?? (io.env['SLUICE_EMAIL'] || (await askFor(context, 'E-mail', '--email EMAIL')));
    const credentials = isOn('key-stdin') ? await byKey(context, { server, email }) : await byPassword(context, { server, email });
    await writeCredentials(folder, { ...file, server, servers: { ...file.servers, [server]: credentials } });
    output.note(`Signed in to ${server} as ${credentials.email}.`);
    return { json: { server, email: credentials.email }, view: { kind: 'nothing' } };
  },
};

type Account = { readonly server: string; readonly email: string };

const askFor = async (context: Context, question: string, flag: string): Promise<string> =>
  (await ask(context.io, question, { hidden: false, otherwise: `Give it as a flag: ${flag}` })).trim();

/** A key is believed only after the server has. */
const byKey = async ({ io }: Context, { server, email }: Account): Promise<Credentials> => {
  const key = (await readSecret(io, 'API key')).trim();
  const api = await openApi(io, { server, proof: basic(email, key) });
  const { data } = await api.read((client, signal) => client.GET('/api/users', { signal }), object({ data: object({ email: text }) }));
  return { email: data.email, key };
};

/** On this route alone both parts are percent-encoded, as the Gigalixir client sends them. */
const byPassword = async ({ io, output }: Context, { server, email }: Account): Promise<Credentials> => {
  const password = await ask(io, 'Password', { hidden: true, otherwise: 'Give an API key on standard input: --key-stdin' });
  const api = await openApi(io, { server, proof: basic(encodeURIComponent(email), encodeURIComponent(password)) });
  try {
    const { data } = await api.read((client, signal) => client.GET('/api/login', { signal }), object({ data: object({ key: text }) }));
    return { email, key: data.key };
  } catch (error) {
    if (isFault(error, 'auth/required')) output.note('E-mail and password were not accepted.');
    throw error;
  }
};

const basic = (user: string, secret: string): string => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
