import test from 'ava';
import type { Oid } from '../../../core/index.ts';
import { isFault } from '../../../core/index.ts';
import { parseEnvFile } from '../../../gitserver/repositories/env-file.ts';
import { valuesChanged } from '../../../gitserver/repositories/values-changed.ts';
import { garbage } from './garbage.ts';

const value = (data: string) => `ENC[AES256_GCM,data:${data},iv:aXY=,tag:dGFn,type:str]`;
const recipient = (letter: string) => `age1${letter.repeat(58)}`;
const stanza = (key = 'S0VZ') => `sops:
    age:
        - recipient: ${recipient('q')}
          enc: |
            -----BEGIN AGE ENCRYPTED FILE-----
            ${key}
            -----END AGE ENCRYPTED FILE-----
        - recipient: ssh-ed25519 AAAAC3Nza ada@laptop
          enc: |
            -----BEGIN AGE ENCRYPTED FILE-----
            ${key}
            -----END AGE ENCRYPTED FILE-----
    lastmodified: "2026-01-02T03:04:05Z"
    mac: ${value('bWFj')}
    unencrypted_suffix: _unencrypted
    version: 3.11.0
`;
const file = (variables: string, end = stanza()) => `sluice_unencrypted: 1\n${variables}${end}`;

test('names and recipients are read without a key', (t) => {
  const parsed = parseEnvFile(
    file(`A: ${value('YQ==')}\nEMPTY: ""\n"null": ${value('eA==')}\n#ENC[AES256_GCM,data:YQ==,iv:aXY=,tag:dGFn,type:comment]\n`),
  );
  t.deepEqual(
    [...parsed.values],
    [
      ['A', value('YQ==')],
      ['EMPTY', ''],
      ['null', value('eA==')],
    ],
  );
  t.deepEqual(parsed.recipients, [recipient('q'), 'ssh-ed25519 AAAAC3Nza ada@laptop']);
});

/** What a pusher could slip in; each story was seen to work against sops itself, or against a reader less strict. */
const attacks: Readonly<Record<string, string>> = {
  'a value in the clear': file('A: secret\n'),
  'a value in the clear, in quotes': file('A: "secret"\n'),
  'a value in the clear under the suffix sops leaves alone': file('A_unencrypted: secret\n'),
  'another key service, whose address sops would call': file(
    '',
    stanza().replace('    age:', '    hc_vault:\n        - vault_address: http://evil\n    age:'),
  ),
  'a rule that lets names through': file('', stanza().replace('    version', '    encrypted_regex: ^X\n    version')),
  'a MAC over the encrypted part only': file('', stanza().replace('    version', '    mac_only_encrypted: true\n    version')),
  'another suffix': file('', stanza().replace('suffix: _unencrypted', 'suffix: A')),
  'a second stanza': file('', stanza() + stanza()),
  'a MAC twice': file('', stanza().replace('    version', `    mac: ${value('eA==')}\n    version`)),
  'no MAC': file('', stanza().replace(/ {4}mac: .*\n/, '')),
  'a variable twice': file(`A: ${value('eA==')}\nA: ${value('eQ==')}\n`),
  'a variable twice, once in quotes': file(`A: ${value('eA==')}\n"A": ${value('eQ==')}\n`),
  'a nested value': file(`A:\n    B: ${value('eA==')}\n`),
  'a value over two lines': file('A: |\n    x\n'),
  'an alias': file(`A: &x ${value('eA==')}\nB: *x\n`),
  'a variable the platform sets': file(`PORT: ${value('eA==')}\n`),
  'two documents': `${file('')}---\nA: secret\n`,
  'a directive': `%YAML 1.1\n---\n${file('')}`,
  'no version': file('').replace(/^.*\n/, ''),
  'a later version': file('').replace('sluice_unencrypted: 1', 'sluice_unencrypted: 2'),
  'Windows line ends': file('').replaceAll('\n', '\r\n'),
  'no encryption at all': 'sluice_unencrypted: 1\nA: secret\n',
  'a recipient of another kind': file('', stanza().replace(recipient('q'), 'age1tag1xyz')),
  'a plain comment': file('# hello\n'),
  'no newline at the end': file('').trimEnd(),
};
for (const [story, text] of Object.entries(attacks)) {
  test(`env.yaml is refused before sops sees it: ${story}`, (t) => {
    const error = t.throws(() => parseEnvFile(text), { code: 'config/unreadable' });
    t.true(isFault(error) && error.details.at?.file === 'env.yaml');
    t.false(/secret/.test(error?.message ?? ''), 'a value is never repeated');
  });
}

test('garbage is refused with a place, or holds only encrypted values', (t) => {
  for (const text of garbage(file(`A: ${value('YQ==')}\nB: ""\n`))) {
    try {
      for (const ciphertext of parseEnvFile(text).values.values()) t.regex(ciphertext, /^(ENC\[.*\])?$/);
    } catch (error) {
      t.true(isFault(error, 'config/unreadable'), String(error));
    }
  }
});

test('values are compared by name and ciphertext, decrypted only after a re-key', async (t) => {
  const blob = (text: string) => ({ blob: text as Oid, text });
  const never = async () => t.fail('decrypted without need') as never;
  const one = blob(file(`A: ${value('YQ==')}\n`));
  t.false(await valuesChanged(one, one, never));
  t.true(await valuesChanged(undefined, one, never));
  t.true(await valuesChanged(one, blob(file(`B: ${value('YQ==')}\n`)), never), 'another name');
  t.true(await valuesChanged(one, blob(file(`A: ${value('Yg==')}\n`)), never), 'another ciphertext under the same data key');
  t.false(await valuesChanged(one, blob(file(`A: ${value('YQ==')}\n`).replace('03:04:05', '03:04:06')), never), 'only the date');
  const rekeyed = blob(file(`A: ${value('Yg==')}\n`, stanza('Tk9D')));
  t.false(await valuesChanged(one, rekeyed, async () => ({ A: 'same' })));
  t.true(await valuesChanged(one, rekeyed, async ({ text }) => ({ A: text })));
});
