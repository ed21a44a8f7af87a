import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { startCommand } from '../../core/index.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const environment = { PATH: process.env['PATH'] ?? '' };

const outputOf = (start: { tree: string; command: string }) => {
  const { file, args } = startCommand(start);
  return spawnSync(file, args, { env: environment, encoding: 'utf8' });
};

test('a command runs in the tree with shell semantics', async (t) => {
  const tree = await temporaryDirectory(t);
  const { stdout, status } = outputOf({ tree, command: `X='a b' && echo "$X" | tr a-z A-Z; pwd; exit 3` });
  t.is(stdout, `A B\n${tree}\n`);
  t.is(status, 3);
});

test('.profile.d and .profile are sourced first, in order, and reach the command', async (t) => {
  const tree = await temporaryDirectory(t);
  await mkdir(join(tree, '.profile.d'));
  await writeFile(join(tree, '.profile.d', 'a.sh'), 'export ORDER=a; set -- clobbered\n');
  await writeFile(join(tree, '.profile.d', 'b.sh'), 'export ORDER="$ORDER b"\n');
  await writeFile(join(tree, '.profile.d', 'ignored.txt'), 'export ORDER=wrong\n');
  await writeFile(join(tree, '.profile'), 'export ORDER="$ORDER c"\n');
  t.is(outputOf({ tree, command: 'echo "$ORDER"' }).stdout, 'a b c\n');
});

test('a simple command replaces the shell, so it gets signals itself', async (t) => {
  const tree = await temporaryDirectory(t);
  const trap = `process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready')`;
  const { file, args } = startCommand({ tree, command: `A=1 node -e "${trap}"` });
  const child = spawn(file, args, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  t.is(code, 7);
});

test('what a command line holds is never read by the first shell', async (t) => {
  const tree = await temporaryDirectory(t);
  t.is(outputOf({ tree, command: `printf '%s' '$1 "$2" \`x\`'` }).stdout, '$1 "$2" `x`');
});

test('a tree that is gone is an error, not a start elsewhere', async (t) => {
  const tree = await temporaryDirectory(t);
  t.is(outputOf({ tree: join(tree, 'gone'), command: 'echo started' }).status, 126);
});
