import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import test from 'ava';
import { platformEnvironment } from '../helpers/platform-environment.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const root = join(import.meta.dirname, '..', '..');

type Shown = { readonly command: string; readonly output: readonly string[] };

/** The commands of the README's `console` block, each with the lines it is said to print. */
const readTranscript = async (): Promise<readonly Shown[]> => {
  const block = /```console\n([\s\S]*?)```/.exec(await readFile(join(root, 'README.md'), 'utf8'))?.[1] ?? '';
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...output] = part.trimEnd().split('\n');
      return { command, output: output.map(plain) };
    });
};

/** What differs from run to run is told by its kind: ids, digests, dates, times, ports, sizes. */
const plain = (line: string): string =>
  line
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g, 'DATE')
    .replace(/\b(?=[a-z0-9]*\d)[0-9a-f]{7,64}\b/g, 'HASH')
    .replace(/\b\d+(\.\d+)?( ?(ms|s|kB)\b)/g, 'N$2')
    .replace(/:\d{4,5}\b/g, ':PORT')
    .trimEnd();

test('the transcript of the README is what its commands print', async (t) => {
  const folder = await temporaryDirectory(t);
  const home = join(folder, 'data');
  const env = await platformEnvironment(home);
  const demo = spawn(process.execPath, [join(root, 'bin', 'launch.js'), 'demo'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(demo, 'close');
  t.teardown(async () => {
    demo.kill('SIGINT');
    await ended;
  });
  let said = '';
  demo.stderr.on('data', (chunk) => (said += chunk));
  await waitUntil('the demo is up', () => said.includes('Ctrl-C stops everything'), 60_000);

  const user = join(folder, 'user');
  await mkdir(user);
  const shellEnv = {
    PATH: `${join(root, 'bin')}${delimiter}${env['PATH']}`,
    HOME: user,
    LANG: 'C.UTF-8',
    SLUICE_CONFIG: join(home, 'demo', 'config'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const transcript = await readTranscript();
  t.true(transcript.length >= 6);
  for (const { command, output } of transcript) {
    const shell = spawn('/bin/sh', ['-c', `exec 2>&1; ${command}`], {
      cwd: join(home, 'demo', 'hello-node'),
      env: shellEnv,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    shell.stdout.on('data', (chunk) => (printed += chunk));
    await once(shell, 'close');
    t.deepEqual(printed.trimEnd().split('\n').map(plain), output.length === 0 ? [''] : output, command);
  }
});
