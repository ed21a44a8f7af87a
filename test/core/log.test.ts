import test from 'ava';
import { createLog, type Fields } from '../../core/index.ts';

const logged = (fields: Fields, base?: Fields): Record<string, unknown> => {
  const lines: string[] = [];
  const log = createLog(
    (line) => void lines.push(line),
    () => 0,
  );
  (base === undefined ? log : log.child(base)).warn('it happened', fields);
  return JSON.parse(lines.join(''));
};

test('a line is one JSON object with time, level and message', (t) => {
  t.deepEqual(logged({ app: 'shop' }), { at: '1970-01-01T00:00:00.000Z', level: 'warn', message: 'it happened', app: 'shop' });
});

const secrets = [
  'authorization',
  'Authorization',
  'password',
  'key',
  'apiKey',
  'api_key',
  'secret',
  'token',
  'cookie',
  'environment',
  'env',
  'value',
  'values',
  'identity',
  'privateKey',
];

for (const name of secrets) {
  test(`the field ${name} never shows its value`, (t) => {
    const deep = { headers: [{ [name]: 'sesame' }], inner: { more: { [name]: { DATABASE_URL: 'sesame' } } } };
    t.notRegex(JSON.stringify(logged({ [name]: 'sesame', ...deep })), /sesame/);
  });
}

test('a child adds its fields, and redacts them as well', (t) => {
  t.like(logged({ deploy: 'd1' }, { app: 'shop', token: 'sesame' }), { app: 'shop', deploy: 'd1', token: '[redacted]' });
});

test('errors show message, stack and cause', (t) => {
  const { error } = logged({ error: new Error('outer', { cause: new Error('inner') }) }) as {
    error: { message: string; stack: string; cause: { message: string } };
  };
  t.is(error.message, 'outer');
  t.regex(error.stack, /log\.test/);
  t.is(error.cause.message, 'inner');
});

test('a message with line breaks stays on one line', (t) => {
  const lines: string[] = [];
  createLog((line) => void lines.push(line)).info('one\ntwo', { text: 'three\nfour' });
  t.is(lines.join('').split('\n').length, 2);
});
