import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';
import { commandTable } from '../../tui/index.ts';
import { runCommand } from '../helpers/run-command.ts';

const run = promisify(execFile);
const has = (program: string) => spawnSync(program, ['--version']).status === 0;

const names = commandTable.flatMap((command) => [command.name, ...(command.aliases ?? [])]);

/** What bash itself would offer for a line that is cut at its end. */
const complete = async (script: string, line: string): Promise<readonly string[]> => {
  const driver = `${script}\nCOMP_LINE="$1" COMP_POINT=\${#1}\nCOMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'\n_sluice\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['--norc', '--noprofile', '-c', driver, 'bash', line]);
  return stdout.split('\n').filter(Boolean);
};

const offered: readonly [string, readonly string[]][] = [
  ['sluice rel', ['releases', 'releases:rollback']],
  ['sluice config:s', ['set']],
  ['sluice logs --ta', ['--tail']],
  ['sluice config:set --no', ['--no-restart', '--no-color']],
  ['sluice --js', ['--json']],
  ['sluice --app shop ps:sc', ['scale']],
  ['sluice -a shop logs --fo', ['--follow']],
];

(has('bash') ? test : test.skip)('bash completes commands, what follows a colon, and the flags of a command', async (t) => {
  const { stdout } = await runCommand(t, ['completion', 'bash']);
  t.deepEqual([...(await complete(stdout, 'sluice '))].sort(), [...names].sort());
  for (const [line, expected] of offered) t.deepEqual(await complete(stdout, line), expected, line);
});

for (const shell of ['bash', 'zsh', 'fish']) {
  (has(shell) ? test : test.skip)(
    `the completion for ${shell} is a script that ${shell} can read${has(shell) ? '' : ` (skipped: ${shell} is not installed)`}`,
    async (t) => {
      const { stdout } = await runCommand(t, ['completion', shell]);
      t.is(spawnSync(shell, ['-n'], { input: stdout }).status, 0);
    },
  );

  test(`the completion for ${shell} knows every command and flag`, async (t) => {
    const { code, stdout } = await runCommand(t, ['completion', shell]);
    t.is(code, 0);
    const plain = stdout.replaceAll('\\:', ':');
    for (const name of names) t.true(plain.includes(name), name);
    for (const flag of commandTable.flatMap((command) => command.flags)) t.true(plain.includes(flag.name), flag.name);
  });
}

test('a shell that is not known is refused with those that are', async (t) => {
  const { code, stderr } = await runCommand(t, ['completion', 'tcsh']);
  t.is(code, 2);
  t.regex(stderr, /→ Choose one of bash, zsh, fish/);
});
