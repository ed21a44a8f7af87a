import { randomBytes } from 'node:crypto';
import test from 'ava';
import { parseBuildpackReferences } from '../../builder/buildpack/buildpack-reference.ts';
import { Fault } from '../../core/index.ts';

const parse = (text: string) => parseBuildpackReferences('.buildpacks', text);

test('URLs with and without a ref, built-in names, comments and blank lines are read', (t) => {
  t.deepEqual(
    parse('\ufeff# first\r\n\r\nhttps://example.com/one.git\r\n  https://example.com/two#v1.0/x \nfile:///srv/three#abc\nnode\n'),
    [
      { kind: 'git', name: 'https://example.com/one.git', url: 'https://example.com/one.git' },
      { kind: 'git', name: 'https://example.com/two#v1.0/x', url: 'https://example.com/two', ref: 'v1.0/x' },
      { kind: 'git', name: 'file:///srv/three#abc', url: 'file:///srv/three', ref: 'abc' },
      { kind: 'built-in', name: 'node' },
    ],
  );
});

test('a file of comments alone asks for nothing', (t) => {
  t.deepEqual(parse('# nothing\n\n'), []);
});

const bad = [
  'heroku/nodejs',
  'http://example.com/x',
  'ssh://example.com/x',
  'git@example.com:x',
  'ext::sh -c id',
  '--upload-pack=id',
  'https://example.com/x.tgz',
  'https://example.com/x#--force',
  'https://example.com/x#a..b',
  'https://example.com/x#a b',
];

for (const line of bad) {
  test(`the buildpack ${JSON.stringify(line)} is refused with its line`, (t) => {
    const fault = t.throws(() => parse(`node\n${line}`), { instanceOf: Fault });
    t.is(fault.code, 'build/buildpack-invalid');
    t.is(fault.details.at?.line, 2);
  });
}

test('a password in a URL is refused and not repeated', (t) => {
  const fault = t.throws(() => parse('https://me:s3cret@example.com/x'), { instanceOf: Fault });
  t.false(JSON.stringify([fault.message, fault.details]).includes('s3cret'));
});

test('garbage references are read or refused, never anything else', (t) => {
  for (let round = 0; round < 200; round++) {
    try {
      t.true(parse(randomBytes(40).toString('latin1')).every(({ kind }) => kind === 'git' || kind === 'built-in'));
    } catch (error) {
      t.true(error instanceof Fault && error.code === 'build/buildpack-invalid');
    }
  }
});
