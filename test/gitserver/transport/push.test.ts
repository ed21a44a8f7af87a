import test from 'ava';
import { createWork, startTransport } from './start-transport.ts';

test('a branch is pushed, cloned and fetched with the real client', async (t) => {
  const started = await startTransport(t, { receive: { gate: async (_push, output) => output('looking') } });
  const work = await createWork(started);
  const pushed = await work.git(['push', started.remote, 'main', 'main:side']);
  t.log(pushed.stderr);
  t.is(pushed.exitCode, 0);
  t.regex(pushed.stderr, /remote: looking/);
  const cloned = await started.git(['clone', '-q', started.remote, 'copy']);
  t.is(cloned.exitCode, 0, cloned.stderr);
  t.log(started.log);
});
