import test from 'ava';
import { createLog, silentLog } from '../../core/index.ts';
import { describeStop } from '../../describe-stop.ts';
import { createStack } from '../../wiring/stack.ts';

test('what was started last is stopped first, one after another', async (t) => {
  const order: string[] = [];
  const stack = createStack(silentLog);
  for (const name of ['folder', 'database', 'api']) {
    stack.add(name, async () => {
      order.push(`${name} stops`);
      await new Promise(setImmediate);
      order.push(`${name} stopped`);
    });
  }
  await stack.stop();
  t.deepEqual(order, ['api stops', 'api stopped', 'database stops', 'database stopped', 'folder stops', 'folder stopped']);
});

test('a part that does not stop cleanly is logged by name and holds up none of the others', async (t) => {
  const lines: string[] = [];
  const stopped: string[] = [];
  const stack = createStack(createLog((line) => void lines.push(line)));
  stack.add('folder', async () => void stopped.push('folder'));
  stack.add('database', () => Promise.reject(new Error('busy')));
  stack.add('engine', () => {
    throw new Error('gone');
  });
  stack.add('api', async () => void stopped.push('api'));
  await stack.stop();
  t.deepEqual(stopped, ['api', 'folder']);
  t.deepEqual(
    lines.map((line) => JSON.parse(line).message),
    ['engine did not stop cleanly', 'database did not stop cleanly'],
  );
});

test('stopping twice stops each part once, and what was added since', async (t) => {
  const stopped: string[] = [];
  const stack = createStack(silentLog);
  stack.add('folder', async () => void stopped.push('folder'));
  await stack.stop();
  await stack.stop();
  stack.add('api', async () => void stopped.push('api'));
  await stack.stop();
  t.deepEqual(stopped, ['folder', 'api']);
});

test('who stops it is told what still runs', (t) => {
  t.regex(describeStop('SIGTERM'), /apps keep serving/);
  t.regex(describeStop('SIGINT'), /^Everything has stopped/);
});
