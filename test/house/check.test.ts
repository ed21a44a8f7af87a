import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { judge } from '../../scripts/check/judge.ts';
import { parseTap } from '../../scripts/check/parse-tap.ts';
import { runAll } from '../../scripts/check/run-all.ts';
import { listSteps, type Step } from '../../scripts/check/steps.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const root = join(import.meta.dirname, '../..');
const suite: Step = { name: 'core', kind: 'suite', argv: [] };
const check: Step = { name: 'lint', kind: 'check', argv: [] };

const tap = `TAP version 13
ok 1 - a › good
ok 2 - a › absent (skipped: no cluster) # SKIP
not ok 3 - a › later # TODO
not ok 4 - a › bad # 1
#   logged
  ---
    name: AssertionError
  ...
ok 5 - a › good too

1..5
# tests 5
`;

test('TAP is counted, with reasons and what explains a failure', (t) => {
  t.deepEqual(parseTap(tap), {
    passed: 2,
    skipped: ['a › absent (skipped: no cluster)', 'a › later'],
    failures: ['a › bad # 1\n#   logged\n  ---\n    name: AssertionError\n  ...'],
    isWhole: true,
  });
});

test('garbage instead of TAP counts as nothing', (t) => {
  for (const text of ['', '\u0000', 'ok', 'not ok', 'ok 1', '1..', '}{', 'Bail out!']) {
    t.deepEqual(parseTap(text), { passed: 0, skipped: [], failures: [], isWhole: false });
  }
});

const green = 'ok 1 - x\n1..1\n';
const verdicts: readonly { title: string; step: Step; status: number; stdout: string; stderr?: string; counts: [number, number] }[] = [
  { title: 'a check that exits with 0 passes', step: check, status: 0, stdout: 'fine', counts: [1, 0] },
  { title: 'a check that exits with 1 fails', step: check, status: 1, stdout: 'bad', counts: [0, 1] },
  { title: 'a green suite passes', step: suite, status: 0, stdout: green, counts: [1, 0] },
  { title: 'a suite without tests fails', step: suite, status: 0, stdout: '1..0\n', counts: [0, 1] },
  { title: 'a suite that breaks off fails', step: suite, status: 1, stdout: 'ok 1 - x\n', counts: [1, 1] },
  { title: 'a green suite whose runner fails has failed', step: suite, status: 1, stdout: green, counts: [1, 1] },
  { title: 'a warning of Node is a failure', step: suite, status: 0, stdout: green, stderr: '(node:7) Warning: careful', counts: [1, 1] },
  {
    title: 'the same warning twice is one failure',
    step: suite,
    status: 0,
    stdout: green,
    stderr: '(node:7) [DEP1] DeprecationWarning: old\n(node:8) [DEP1] DeprecationWarning: old',
    counts: [1, 1],
  },
];

for (const { title, step, status, stdout, stderr = '', counts } of verdicts) {
  test(title, (t) => {
    const { passed, failed, failures } = judge(step, { status, stdout, stderr });
    t.deepEqual([passed, failed], counts);
    t.is(failures.length, failed, 'each failure is told');
  });
}

test('the checks come first, then every folder with tests, end to end last', async (t) => {
  const names = (await listSteps(root)).map(({ name }) => name);
  t.deepEqual(names.slice(0, 4), ['lint', 'boundaries', 'types', 'dead']);
  t.true(names.includes('house'));
  t.is(names.at(-1), 'e2e');
  t.false(names.includes('helpers'));
});

/** A project with one suite, run by the real ava. */
const runSuite = async (t: ExecutionContext, source: string) => {
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'test/core'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'ava.config.js'), "export default { extensions: { ts: 'module' }, workerThreads: false };");
  await writeFile(join(folder, 'test/core/one.test.ts'), `import test from 'ava';\n${source}`);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const steps = (await listSteps(folder)).filter(({ name }) => name === 'core');
  const lines: string[] = [];
  const { PATH } = process.env;
  const sums = await runAll({
    steps,
    root: folder,
    env: { PATH },
    say: (line) => void lines.push(line),
    signal: AbortSignal.timeout(60_000),
  });
  return { ...sums, output: lines.join('\n') };
};

test('a suite is run by ava and summed', async (t) => {
  const { passed, failed, skipped, output } = await runSuite(
    t,
    "test('good', (t) => t.pass()); test('bad', (t) => t.is(1, 2)); test.skip('none (skipped: no luck)', (t) => t.pass());",
  );
  t.deepEqual([passed, failed, skipped], [1, 1, ['core: none (skipped: no luck)']]);
  t.regex(output, /✗ core .*1 passed, 1 failed, 1 skipped\n {4}bad\n/);
});

test('a test file that exits by itself is a failure, and is named', async (t) => {
  const { failed, output } = await runSuite(t, "test('odd', () => process.exit(3));");
  t.is(failed, 1);
  t.regex(output, /broke off[\s\S]*process\.exit/);
});
