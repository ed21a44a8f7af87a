import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Fault } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { dataFolder } from '../config-folder.ts';
import type { Io } from '../io.ts';
import { readSecret } from '../prompt.ts';
import { knownServer, openApi } from '../session.ts';
import { object, text } from '../shape.ts';

export const accountsCreate: Command = {
  name: 'accounts:create',
  about: 'make an account and print its key (for the operator of a server)',
  more: ["Proves itself by the operator's token, a file in the data folder of the platform (SLUICE_HOME). The key is shown this once."],
  args: { usage: 'EMAIL', min: 1, max: 1 },
  flags: [
    { name: 'token-file', value: 'FILE', about: "the operator's token (default: keys/operator.token in SLUICE_HOME)" },
    { name: 'password-stdin', about: 'read a password for the account from standard input; without it the account signs in by key' },
    { name: 'existing-ok', about: 'an account that is there already gets one more key' },
  ],
  examples: [
    'sluice accounts:create me@example.org',
    'sluice accounts:create me@example.org --token-file /var/lib/sluice/keys/operator.token',
  ],
  run: async ({ args, value, isOn, io, output }) => {
    const { server } = await knownServer(io, { url: value('url'), config: value('config') });
    const token = await readToken(io, value('token-file'));
    const password = isOn('password-stdin') ? await readSecret(io, 'Password') : undefined;
    const api = await openApi(io, { server, proof: `Bearer ${token}` });
    const body = {
      email: args[0] ?? '',
      ...(password === undefined ? {} : { password }),
      ...(isOn('existing-ok') ? { existing_ok: true } : {}),
    };
    const { data } = await api.read(
      (client, signal) => client.POST('/api/accounts', { body, signal }),
      object({ data: object({ email: text, key: text }) }),
    );
    output.note(`The key of ${data.email} on ${server}, shown this once:`);
    return { json: { email: data.email, key: data.key }, view: { kind: 'value', value: data.key } };
  },
};

const readToken = async (io: Io, given: string | undefined): Promise<string> => {
  const path = given === undefined ? join(dataFolder(io.env), 'keys', 'operator.token') : resolve(io.cwd, given);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw new Fault('usage/invalid', `The operator's token can't be read: ${path}.`, {
      hint: "Run this as the platform's user with SLUICE_HOME set, or name the file: --token-file FILE",
      cause,
    });
  }
};
