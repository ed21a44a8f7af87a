import test from 'ava';
import type { App, DeployId, Desired, Oid, SlugDigest, Stamp } from '../../../core/index.ts';
import { checkDesired } from '../../../reconciler/engines/local/check.ts';
import { exitCode, explainExit, shortExit } from '../../../reconciler/engines/local/explain-exit.ts';
import { backOffMs, crashesInRow } from '../../../reconciler/engines/local/keeper/back-off.ts';
import type { Exit } from '../../../reconciler/engines/local/keeper/protocol.ts';
import { createLineSplitter, longestLine } from '../../../reconciler/engines/local/keeper/split-lines.ts';
import { parseListeners } from '../../../reconciler/engines/local/listeners.ts';
import { differences, type Present, plan } from '../../../reconciler/engines/local/plan.ts';
import { stepMs } from '../../../reconciler/engines/local/probe.ts';
import { replicaEnvironment } from '../../../reconciler/engines/local/replica-environment.ts';
import { type Wanted, wantedOf } from '../../../reconciler/engines/local/wanted.ts';

const want = (processType: string, replicas: number, stamp = 'new'): Wanted => ({
  processType,
  replicas,
  size: 1,
  command: 'run',
  stamp: stamp as Stamp,
});
const have = (name: string, stamp: string, more: Partial<Present> = {}): Present => ({
  key: `${name}-${stamp}`,
  name,
  processType: name.split('.')[0] ?? '',
  stamp: stamp as Stamp,
  deploy: 'd0' as DeployId,
  serving: true,
  leaving: false,
  ...more,
});

const plans = [
  { title: 'nothing runs: all start', wanted: [want('web', 2)], present: [], keep: [], start: ['web.1', 'web.2'], stop: [] },
  { title: 'equal stamps stay', wanted: [want('web', 1)], present: [have('web.1', 'new')], keep: ['web.1-new'], start: [], stop: [] },
  {
    title: 'another stamp is replaced under the same name',
    wanted: [want('web', 1)],
    present: [have('web.1', 'old')],
    keep: [],
    start: ['web.1'],
    stop: ['web.1-old'],
  },
  {
    title: 'a gap in the names is filled first',
    wanted: [want('web', 3)],
    present: [have('web.2', 'new')],
    keep: ['web.2-new'],
    start: ['web.1', 'web.3'],
    stop: [],
  },
  {
    title: 'scaling down stops the highest, and ten comes after two',
    wanted: [want('web', 1)],
    present: [have('web.10', 'new'), have('web.2', 'new')],
    keep: ['web.2-new'],
    start: [],
    stop: ['web.10-new'],
  },
  {
    title: 'one that serves is kept before one on trial',
    wanted: [want('web', 1)],
    present: [have('web.1', 'new', { serving: false }), have('web.2', 'new')],
    keep: ['web.2-new'],
    start: [],
    stop: ['web.1-new'],
  },
  {
    title: 'one that is leaving is never kept',
    wanted: [want('web', 1)],
    present: [have('web.1', 'new', { leaving: true })],
    keep: [],
    start: ['web.1'],
    stop: ['web.1-new'],
  },
  {
    title: 'a type that is not wanted any more goes',
    wanted: [want('web', 1)],
    present: [have('web.1', 'new'), have('worker.1', 'old')],
    keep: ['web.1-new'],
    start: [],
    stop: ['worker.1-old'],
  },
  {
    title: 'force keeps only what this deploy has started',
    wanted: [want('web', 2)],
    present: [have('web.1', 'new'), have('web.2', 'new', { deploy: 'd1' as DeployId, serving: false, key: 'mine' })],
    force: true,
    keep: ['mine'],
    start: ['web.1'],
    stop: ['web.1-new'],
  },
  { title: 'zero replicas', wanted: [want('web', 0)], present: [have('web.1', 'new')], keep: [], start: [], stop: ['web.1-new'] },
];

for (const { title, wanted, present, force = false, keep, start, stop } of plans) {
  test(`plan: ${title}`, (t) => {
    const made = plan(wanted, present, { deploy: 'd1' as DeployId, force });
    t.deepEqual({ keep: made.keep, start: made.start.map(({ name }) => name), stop: made.stop }, { keep, start, stop });
  });
}

test('a difference is told by process type, in one word', (t) => {
  const present = [have('web.1', 'new'), have('old.1', 'x'), have('clock.1', 'x'), have('web.2', 'old', { serving: false })];
  t.deepEqual(differences([want('web', 2), want('worker', 3), want('clock', 1), want('none', 0)], present), [
    { kind: 'replace', processType: 'clock', replicas: 1 },
    { kind: 'stop', processType: 'old', replicas: 1 },
    { kind: 'scale', processType: 'web', from: 1, to: 2 },
    { kind: 'start', processType: 'worker', replicas: 3 },
  ]);
});

const desired: Desired = {
  app: { id: 'a000000000000', name: 'shop' } as App,
  commit: 'c' as Oid,
  version: 3,
  shape: { processes: { worker: { replicas: 2, size: 1 } } },
  release: {
    slug: { digest: '0'.repeat(64) as SlugDigest, sizeBytes: 1 },
    source: 's' as Oid,
    processes: { web: 'run web', worker: 'run worker', release: 'migrate' },
    buildpacks: [],
    stack: 'x',
    template: 1,
  },
  environment: { A: '1', B: '2' },
};
const key = Buffer.alloc(32, 1);
const stampsOf = (of: Desired, by = key) => Object.fromEntries(wantedOf(of, by).map(({ processType, stamp }) => [processType, stamp]));

test('the release phase is no replica, and nothing is wanted without a release', (t) => {
  t.deepEqual(
    wantedOf(desired, key).map(({ processType, replicas }) => [processType, replicas]),
    [
      ['web', 1],
      ['worker', 2],
    ],
  );
  const { release: _, ...nothing } = desired;
  t.deepEqual(wantedOf(nothing, key), []);
});

test('a stamp depends on all a replica is made of, and on nothing else', (t) => {
  const base = stampsOf(desired);
  const release = desired.release as NonNullable<Desired['release']>;
  const same: Desired[] = [
    { ...desired, environment: { B: '2', A: '1' } },
    { ...desired, version: 4, commit: 'other' as Oid },
    { ...desired, shape: { processes: { worker: { replicas: 9, size: 1 } } } },
    { ...desired, release: { ...release, source: 'other' as Oid } },
  ];
  for (const other of same) t.deepEqual(stampsOf(other), base);
  const others: Desired[] = [
    { ...desired, environment: { A: '1', B: '3' } },
    { ...desired, environment: { A: '1' } },
    { ...desired, shape: { ...desired.shape, restart: 'n' } },
    { ...desired, release: { ...release, template: 2 } },
    { ...desired, release: { ...release, slug: { digest: '1'.repeat(64) as SlugDigest, sizeBytes: 1 } } },
    { ...desired, release: { ...release, processes: { web: 'x', worker: 'y' } } },
  ];
  for (const other of others) {
    t.not(stampsOf(other)['web'], base['web']);
    t.not(stampsOf(other)['worker'], base['worker']);
  }
  const checked = stampsOf({ ...desired, shape: { ...desired.shape, health: { path: '/up' } } });
  t.not(checked['web'], base['web']);
  t.is(checked['worker'], base['worker']);
  t.not(stampsOf(desired, Buffer.alloc(32, 2))['web'], base['web']);
});

test('attack: two variables can not be written so that they look like two others', (t) => {
  const one = stampsOf({ ...desired, environment: { A: '1","B":"2' } });
  t.not(one['web'], stampsOf(desired)['web']);
});

test('what would keep a desired state from running is told, all at once', (t) => {
  t.deepEqual(checkDesired(desired), []);
  const { release: _, ...nothing } = desired;
  t.is(checkDesired(nothing).length, 1);
  const bad = checkDesired({
    ...desired,
    environment: { 'A=B': 'x', NUL: '\0', LONG: 'x'.repeat(128 * 1024) },
    shape: { processes: { ghost: { replicas: 1, size: 1 }, web: { replicas: -1, size: 0 } }, health: { path: 'up now' } },
  });
  for (const part of ['ghost', '-1 replicas', 'size 0', 'A=B', 'NUL', 'LONG', 'up now'])
    t.true(
      bad.some((line) => line.includes(part)),
      part,
    );
});

test('the app’s own values win over the platform’s, except for PORT, and nothing else gets in', (t) => {
  const place = { app: 'shop', name: 'web.1', version: 3, tree: '/t', scratch: '/s', port: 2000 };
  t.deepEqual(replicaEnvironment({ PATH: '/bin' }, { PORT: '1', HOME: '/mine', PATH: '/own' }, place), {
    PATH: '/own',
    HOME: '/mine',
    TMPDIR: '/s',
    DYNO: 'web.1',
    SLUICE_APP: 'shop',
    SLUICE_PROCESS: 'web.1',
    SLUICE_RELEASE: 'v3',
    PORT: '2000',
  });
  t.is(replicaEnvironment({}, { PORT: '1' }, { ...place, port: 0 })['PORT'], '1');
});

const exits: { exit: Partial<Exit>; long: string; short: string; code: number }[] = [
  { exit: { code: 1 }, long: 'exited with status 1 after 0.2 s', short: 'exited with status 1', code: 1 },
  { exit: { signal: 'SIGKILL' }, long: 'was killed by SIGKILL after 0.2 s', short: 'was killed by SIGKILL', code: 137 },
  {
    exit: { signal: 'SIGKILL', outOfMemory: true },
    long: 'was killed by SIGKILL (out of memory) after 0.2 s',
    short: 'out of memory',
    code: 137,
  },
  {
    exit: { error: 'E2BIG' },
    long: 'could not be started (its environment is too large)',
    short: 'could not be started (its environment is too large)',
    code: 127,
  },
  { exit: { error: 'EODD' }, long: 'could not be started (EODD)', short: 'could not be started (EODD)', code: 127 },
];
for (const { exit, long, short, code } of exits) {
  test(`an end in words: ${long}`, (t) => {
    const whole = { at: 0, afterMs: 200, ...exit };
    t.deepEqual([explainExit(whole), shortExit(whole), exitCode(whole)], [long, short, code]);
  });
}

test('a crash loop slows down to a minute, and a minute up forgives it', (t) => {
  let crashes = 0;
  const pauses = Array.from({ length: 8 }, () => {
    crashes = crashesInRow(crashes, 100);
    return backOffMs(crashes) / 1000;
  });
  t.deepEqual(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
  t.is(backOffMs(crashesInRow(crashes, 60_000)), 1000);
});

test('a replica is looked at every 25 ms at first', (t) => {
  t.deepEqual([0, 1999, 2000, 10_000].map(stepMs), [25, 25, 100, 500]);
});

test('output becomes lines: split anywhere, without end, in any encoding, of any length', (t) => {
  const bytes = Buffer.from('grüße\r\nzwei\n\nrest');
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const { push, end } = createLineSplitter();
    t.deepEqual([...push(bytes.subarray(0, cut)), ...push(bytes.subarray(cut)), ...end()], ['grüße', 'zwei', '', 'rest']);
  }
  const { push, end } = createLineSplitter();
  t.deepEqual(push(Buffer.from([0xff, 0x00, 0x0a])), ['\ufffd\u0000']);
  for (let part = 0; part < 100; part += 1) t.deepEqual(push(Buffer.alloc(10_000, 'x')), []);
  const [long] = push(Buffer.from('\n'));
  t.is(long?.length, longestLine);
  t.deepEqual(end(), []);
});

test('listeners are read from the kernel’s table, and nonsense in it is passed over', (t) => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:4E21 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0000000000000000 100 0 0 10 0
   1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 222 1 0000000000000000 100 0 0 10 0
   2: 0100007F:4E21 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 333 1 0000000000000000 100 0 0 10 0
   3: 00000000000000000000000001000000:0BB8 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 444 1 0
   4: nonsense`;
  t.deepEqual(parseListeners(table), [
    { port: 20001, address: 'ipv4-loopback', inode: '111' },
    { port: 80, address: 'any', inode: '222' },
    { port: 3000, address: 'ipv6-loopback', inode: '444' },
  ]);
  t.deepEqual(parseListeners('\0\uffff'), []);
});
