import { randomBytes } from 'node:crypto';
import test from 'ava';
import { parseReleaseOutput } from '../../builder/yaml.ts';
import { Fault } from '../../core/index.ts';

const good = [
  { text: '', gives: {} },
  { text: '---\n', gives: {} },
  { text: '--- {}\n', gives: {} },
  { text: 'addons: []\nconfig_vars: {}\n', gives: {} },
  { text: 'default_process_types:\n', gives: {} },
  {
    text: '---\ndefault_process_types:\n  web: npm start\n  console: bin/x "a"\n',
    gives: { web: 'npm start', console: 'bin/x "a"' },
  },
];

for (const { text, gives } of good) {
  test(`bin/release may print ${JSON.stringify(text)}`, (t) => {
    t.deepEqual(parseReleaseOutput('x', text), gives);
  });
}

const bad = [
  'default_process_types: [web]',
  'default_process_types: web',
  'default_process_types: { web: 1 }',
  'default_process_types: { web: "" }',
  'default_process_types: { web: "a\\0b" }',
  'default_process_types: { "we b": x }',
  'default_process_types: { __proto__: x }',
  'just text',
  '- a\n- list',
  'a: &a [*a, *a]\n{',
  'a: 1\na: 2',
];

for (const text of bad) {
  test(`bin/release may not print ${JSON.stringify(text)}`, (t) => {
    const fault = t.throws(() => parseReleaseOutput('x', text), { instanceOf: Fault });
    t.is(fault.code, 'build/failed');
  });
}

test('garbage from bin/release is refused or empty, never anything else', (t) => {
  for (let round = 0; round < 200; round++) {
    const text = randomBytes(60).toString(round % 2 === 0 ? 'latin1' : 'base64');
    try {
      t.deepEqual(parseReleaseOutput('x', text), {});
    } catch (error) {
      t.true(error instanceof Fault && error.code === 'build/failed');
    }
  }
});
