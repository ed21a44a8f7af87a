import test from 'ava';
import { type App, commandOf, type Desired, type Oid, type SlugDigest, shapeOf } from '../../core/index.ts';

const named = (processes: Record<string, string>, overridden: Desired['shape']['processes'] = {}): Desired => ({
  app: { id: 'a000000000000', name: 'shop' } as App,
  commit: '1'.repeat(40) as Oid,
  version: 1,
  shape: { processes: overridden },
  release: {
    slug: { digest: '2'.repeat(64) as SlugDigest, sizeBytes: 1 },
    source: '3'.repeat(40) as Oid,
    processes,
    buildpacks: [],
    stack: 'test',
    template: 1,
  },
  environment: {},
});

test('a process type that app.yaml does not name has one web and none of any other', (t) => {
  t.deepEqual(shapeOf({ processes: {} }, 'web'), { replicas: 1, size: 0.5 });
  t.deepEqual(shapeOf({ processes: {} }, 'worker'), { replicas: 0, size: 0.5 });
  t.deepEqual(shapeOf({ processes: { web: { replicas: 3, size: 2 } } }, 'web'), { replicas: 3, size: 2 });
});

test('the command of app.yaml goes before that of the release', (t) => {
  const release = { web: 'node web.js', worker: 'node worker.js' };
  const desired = named(release, { web: { replicas: 1, size: 1, command: 'node other.js' }, worker: { replicas: 1, size: 1 } });
  t.is(commandOf(desired, 'web'), 'node other.js');
  t.is(commandOf(desired, 'worker'), 'node worker.js');
  t.is(commandOf(desired, 'clock'), undefined);
});

for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__']) {
  test(`a process type named ${name} is like any other`, (t) => {
    t.deepEqual(shapeOf({ processes: {} }, name), { replicas: 0, size: 0.5 });
    t.is(commandOf(named({}), name), undefined);
    const own = named(Object.fromEntries([[name, 'run it']]), Object.fromEntries([[name, { replicas: 2, size: 1 }]]));
    t.deepEqual(shapeOf(own.shape, name), { replicas: 2, size: 1 });
    t.is(commandOf(own, name), 'run it');
  });
}
