import test from 'ava';
import { describeFault, Fault } from '../../core/index.ts';

test('a fault is what happened, where, the last lines and what to do, without control characters', (t) => {
  const fault = new Fault('build/procfile-invalid', 'Procfile is wrong.', {
    at: { file: 'Procfile', line: 2, column: 4 },
    lastLines: ['a\u001b[2Jb', 'two\nlines'],
    hint: 'Correct it.',
  });
  t.deepEqual(describeFault(fault), ['✗ Procfile is wrong.', '  at Procfile:2:4', '  | ab', '  | two', 'lines', '→ Correct it.']);
});

test('a fault with nothing but a message is one line', (t) => {
  t.deepEqual(describeFault(new Fault('bug', 'It broke.')), ['✗ It broke.']);
});
