import test from 'ava';
import { globalFlags } from '../../tui/command.ts';
import { commandTable } from '../../tui/index.ts';
import { parseWords } from '../../tui/parse-words.ts';
import { runCommand } from '../helpers/run-command.ts';

const names = commandTable.flatMap((command) => [command.name, ...(command.aliases ?? [])]);

test('every command has a name of its own', (t) => t.deepEqual(names, [...new Set(names)]));

test('a flag means the same in every command', (t) => {
  const meanings = new Map<string, string>();
  for (const command of commandTable) {
    for (const flag of [...globalFlags, ...command.flags]) {
      const meaning = `${flag.short ?? ''} ${flag.value ?? 'on'}`;
      t.is(meanings.get(flag.name) ?? meaning, meaning, `--${flag.name} of ${command.name}`);
      meanings.set(flag.name, meaning);
    }
  }
});

test('no letter stands for two flags of one command', (t) => {
  for (const command of commandTable) {
    const letters = [...globalFlags, ...command.flags].flatMap((flag) => flag.short ?? []);
    t.deepEqual(letters, [...new Set(letters)], command.name);
  }
});

for (const command of commandTable) {
  test(`the examples of ${command.name} are command lines that it understands`, (t) => {
    for (const example of command.examples) {
      const line = example.slice(example.indexOf('sluice ') + 'sluice '.length).replace(/ <.*/, '');
      t.is(parseWords(line.split(' '), commandTable).command?.name ?? 'version', command.name, example);
      t.notRegex(line, / -[a-z]\b/, 'long flags only');
    }
  });

  test(`--help of ${command.name} says what it does, then two examples, then its flags`, async (t) => {
    const { code, stdout, stderr } = await runCommand(t, [command.name, '--help']);
    t.is(code, 0);
    t.is(stderr, '');
    t.is(stdout.split('\n')[0]?.toLowerCase(), `${command.about}.`.toLowerCase());
    for (const example of command.examples) t.true(stdout.includes(`  ${example}\n`));
    for (const flag of [...command.flags, ...globalFlags]) t.true(stdout.includes(`--${flag.name}`), flag.name);
    t.true(stdout.indexOf('Examples:') < stdout.indexOf('Flags:'));
  });
}

test('the list of commands names each one', async (t) => {
  for (const argv of [[], ['help'], ['--help'], ['-h']]) {
    const { code, stdout } = await runCommand(t, argv);
    t.is(code, 0);
    for (const command of commandTable) t.true(stdout.includes(`\n  ${command.name} `), command.name);
  }
});

test('help for tools is the command table as JSON', async (t) => {
  const { stdout } = await runCommand(t, ['help', '--json']);
  t.deepEqual(
    (JSON.parse(stdout) as { name: string }[]).map((command) => command.name),
    commandTable.map((command) => command.name),
  );
  const one = await runCommand(t, ['help', 'create', '--json']);
  t.is((JSON.parse(one.stdout) as { name: string }).name, 'apps:create');
});

test('help for a command that is not there suggests the nearest', async (t) => {
  const { code, stdout, stderr } = await runCommand(t, ['help', 'lgos']);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /→ Did you mean: sluice logs\n$/);
});

test('version prints the version alone', async (t) => {
  for (const argv of [['version'], ['--version'], ['-V']]) t.regex((await runCommand(t, argv)).stdout, /^\d+\.\d+\.\d+\n$/);
});
