import test from 'ava';
import { isFault } from '../../core/index.ts';
import { commandTable } from '../../tui/index.ts';
import { parseWords } from '../../tui/parse-words.ts';

const parse = (line: string) => {
  const { command, args, values, on } = parseWords(line.split(' ').filter(Boolean), commandTable);
  return { name: command?.name, args, values: Object.fromEntries(values), on: [...on] };
};

const understood: readonly [string, ReturnType<typeof parse>][] = [
  ['', { name: undefined, args: [], values: {}, on: [] }],
  ['--version', { name: undefined, args: [], values: {}, on: ['version'] }],
  ['-V', { name: undefined, args: [], values: {}, on: ['version'] }],
  ['apps', { name: 'apps', args: [], values: {}, on: [] }],
  ['apps create shop', { name: 'apps:create', args: ['shop'], values: {}, on: [] }],
  ['apps:create shop', { name: 'apps:create', args: ['shop'], values: {}, on: [] }],
  ['create shop', { name: 'apps:create', args: ['shop'], values: {}, on: [] }],
  ['--app shop config set A=1 B=2', { name: 'config:set', args: ['A=1', 'B=2'], values: { app: 'shop' }, on: [] }],
  ['config --app=shop set A=1 --no-restart', { name: 'config:set', args: ['A=1'], values: { app: 'shop' }, on: ['no-restart'] }],
  ['logs -a shop -n5 -t', { name: 'logs', args: [], values: { app: 'shop', num: '5' }, on: ['tail'] }],
  ['logs -tn 5 -p web.1', { name: 'logs', args: [], values: { num: '5', process: 'web.1' }, on: ['tail'] }],
  ['config:set -- A=-1', { name: 'config:set', args: ['A=-1'], values: {}, on: [] }],
  ['config:set A=-', { name: 'config:set', args: ['A=-'], values: {}, on: [] }],
  ['ps scale web=3 worker=2:1.0', { name: 'ps:scale', args: ['web=3', 'worker=2:1.0'], values: {}, on: [] }],
  ['rollback v3', { name: 'releases:rollback', args: ['v3'], values: {}, on: [] }],
  ['help apps create', { name: 'help', args: ['apps', 'create'], values: {}, on: [] }],
  ['config:set --help', { name: 'config:set', args: [], values: {}, on: ['help'] }],
  ['--config /tmp/x apps -j', { name: 'apps', args: [], values: { config: '/tmp/x' }, on: ['json'] }],
];

for (const [line, expected] of understood) test(`«sluice ${line}» is understood`, (t) => t.deepEqual(parse(line), expected));

const refused: readonly [string, RegExp][] = [
  ['appz', /sluice apps$/],
  ['lgos', /sluice logs$/],
  ['config ste A=1', /sluice config:set$/],
  ['releases:rolback v1', /sluice releases:rollback$/],
  ['ps scal', /sluice ps:scale$/],
  ['accounts', /sluice account$/],
  ['xyzzy', /sluice help$/],
  ['apps --jsn', /--json$/],
  ['apps --app shop', /sluice apps --help$/],
  ['apps shop', /sluice apps --help$/],
  ['logs --num', /logs --help$/],
  ['logs --app --num 5', /logs --help$/],
  ['logs --tail=yes', /logs --help$/],
  ['config:get', /config:get --help$/],
  ['config:get A B', /config:get --help$/],
  ['--bogus', /sluice --help$/],
];

for (const [line, hint] of refused) {
  test(`«sluice ${line}» is refused with what to type instead`, (t) => {
    const fault = t.throws(() => parse(line));
    t.true(isFault(fault, 'usage/invalid'));
    t.regex(isFault(fault) ? (fault.details.hint ?? '') : '', hint);
  });
}

test('no word, however odd, makes the parser fail otherwise than with a usage fault', (t) => {
  const words = [
    '',
    '-',
    '--',
    '---',
    '=',
    '--=',
    '-=x',
    '--app',
    '--app=',
    '-a',
    '-ajt',
    ':',
    'apps:',
    ':create',
    '__proto__',
    '--__proto__',
    '\0',
    '\u001b[2J',
    '🙂',
    'a'.repeat(10_000),
    '-n',
    '5',
    'logs',
    'constructor',
  ];
  for (let i = 0; i < 3000; i++) {
    const argv = Array.from({ length: i % 5 }, (_, at) => words[(i * 7 + at * 13 + Math.floor(i / 11)) % words.length] ?? '');
    try {
      parseWords(argv, commandTable);
    } catch (error) {
      if (!isFault(error, 'usage/invalid')) t.fail(`${JSON.stringify(argv)}: ${error}`);
    }
  }
  t.pass();
});
