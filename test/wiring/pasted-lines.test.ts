import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { nextSteps } from '../../demo/next-steps.ts';
import { firstSteps } from '../../wiring/first-steps.ts';
import { quoteWord } from '../../wiring/quote-word.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const odd = [
  '/srv/sluice',
  '/with space',
  "/it's",
  '/"quoted"',
  '/$HOME/`id`/$(id)',
  '/a;b|c&d<e>f',
  '/back\\slash',
  '/star*?[x]',
  '~',
  '#',
  '!x',
  '-n',
  '',
  "''",
  'ü 😀',
  'two\nlines',
];

const run = async (line: string): Promise<string> => (await promisify(execFile)('sh', ['-c', line])).stdout;

/** The words that a POSIX shell reads in a line. */
const wordsOf = async (line: string): Promise<readonly string[]> => {
  return (await run(`for word in ${line}; do printf '%s\\0' "$word"; done`)).split('\0').slice(0, -1);
};

test('any text is one word of a shell, and nothing in it is run', async (t) => {
  t.deepEqual(await wordsOf(odd.map(quoteWord).join(' ')), odd);
  t.is(quoteWord('/srv/sluice'), '/srv/sluice', 'what needs no quotes has none');
});

/** A `sluice` that says how it was called, in a folder with an inconvenient name. */
const openOdd = async (t: ExecutionContext<unknown>) => {
  const root = join(await temporaryDirectory(t), `it's "a" $HOME`);
  await mkdir(join(root, 'bin'), { recursive: true });
  const sluice = join(root, 'bin', 'sluice');
  await writeFile(sluice, '#!/bin/sh\nprintf "%s\\n" "$#" "$@"\n');
  await chmod(sluice, 0o755);
  return { root, sluice };
};

test('the lines of the demo work wherever it is', async (t) => {
  const { root, sluice } = await openOdd(t);
  const config = join(root, 'config.json');
  const steps = nextSteps({ sluice, config, copy: root, app: 'hello', url: 'http://hello.localhost:4080' });
  const called = async (title: string) => await run(steps.find((step) => step.title === title)?.line ?? 'false');
  t.is(await called('Set a variable'), ['6', '--config', config, 'config:set', 'GREETING=Hallo', '-a', 'hello', ''].join('\n'));
  t.is(await called('See logs'), ['5', '--config', config, 'logs', '-a', 'hello', ''].join('\n'));
  t.is(new Set(steps.map(({ title }) => title)).size, steps.length);
});

test('the first steps work wherever the platform is', async (t) => {
  const { root } = await openOdd(t);
  const url = 'http://127.0.0.1:4000';
  const [, make = ''] = firstSteps({ root, home: root, url });
  const [account = ''] = make.split(' | ');
  const token = join(root, 'keys', 'operator.token');
  t.is(await run(account), ['6', 'accounts:create', 'me@example.org', '--url', url, '--token-file', token, ''].join('\n'));
  t.is(await run(make), ['6', 'login', '--url', url, '--email', 'me@example.org', '--key-stdin', ''].join('\n'));
});
