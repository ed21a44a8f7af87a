import test from 'ava';
import type { Deploy, DeployId, Oid, Push } from '../../../core/index.ts';
import { zeroOid } from '../../../core/index.ts';
import { faultOf } from '../../helpers/model/ask.ts';
import { openWorlds } from '../../helpers/model/open-worlds.ts';
import { app, type Life, toPush, type World } from '../../helpers/model/world.ts';
import { waitUntil } from '../../helpers/wait-until.ts';

const openWorld = openWorlds(test);
const never = new AbortController().signal;
const gate = async (life: Life, push: Push): Promise<readonly string[]> => {
  const lines: string[] = [];
  await life.reconciler.receive.gate(push, (line) => void lines.push(line), never);
  return lines;
};
const buildingOf = (world: World): Deploy | undefined => [...world.rows.values()].find(({ state }) => state === 'building');

test('a push whose gate passed and that never lands ends: its row, and whoever follows it', async (t) => {
  const { world, life } = await openWorld();
  const push = toPush(world.commits.second, world.commits.first, {});
  await gate(life, push);
  const { id } = buildingOf(world) as Deploy;
  const lines: string[] = [];
  const following = (async () => {
    for await (const { line } of life.reconciler.control.follow(app, id, 0, never)) lines.push(line);
  })();
  life.reconciler.receive.end(push);
  life.reconciler.receive.end(push);
  await following;
  await waitUntil('the row has ended', () => world.rows.get(id)?.state === 'failed');
  t.is(world.rows.get(id)?.reason, 'the push broke off');
  t.true((await life.push('second')).ok, 'the build slot is free');
});

test('of two pushes the second waits, is told for whom, and is refused since the branch has moved', async (t) => {
  const { world, life } = await openWorld();
  const first = toPush(world.commits.second, world.commits.first, {});
  const second = toPush(world.commits.third, world.commits.first, {});
  await gate(life, first);
  const { id } = buildingOf(world) as Deploy;
  const lines: string[] = [];
  const waiting = faultOf(life.reconciler.receive.gate(second, (line) => void lines.push(line), never));
  await waitUntil('the second waits', () => lines.length > 0);
  t.regex(
    lines[0] ?? '',
    new RegExp(
      `^Waiting for another push of this app \\(deploy ${id}, since \\d+ s\\); to cancel it: sluice deploys:cancel ${id} -a shop$`,
    ),
  );
  const [answer] = await life.reconciler.receive.land(first, first.commands, () => {}, never);
  t.true(answer?.ok);
  life.reconciler.receive.end(first);
  const { code, message } = await waiting;
  t.is(code, 'deploy/conflict');
  t.regex(message, /^main has moved since this push began/);
  life.reconciler.receive.end(second);
});

test('a push with no-wait is answered when it is recorded, under a name to watch it by', async (t) => {
  const { world, life } = await openWorld();
  const answer = await life.push('second', { noWait: true });
  const { option = '' } = answer as { option?: string };
  const id = /^refs\/sluice\/deploys\/(\w{12})$/.exec(option)?.[1] as DeployId;
  t.truthy(id);
  await waitUntil('it is live', () => world.rows.get(id)?.state === 'live');
});

test('a dry run builds and changes nothing', async (t) => {
  const { life } = await openWorld();
  const before = await life.refs();
  const { code, message } = await faultOf(life.push('second', { dryRun: true }));
  t.is(code, 'push/refused');
  t.regex(message, /^Dry run: it builds \(slug [0-9a-f]{12}, model\); nothing was changed/);
  t.deepEqual(await life.refs(), before);
});

test('a push of what runs already changes nothing and is fine', async (t) => {
  const { world, life } = await openWorld();
  const before = await life.refs();
  const push = toPush(world.commits.first, world.commits.first, {});
  await gate(life, push);
  const [answer] = await life.reconciler.receive.land(push, push.commands, () => {}, never);
  life.reconciler.receive.end(push);
  t.true(answer?.ok);
  t.deepEqual(await life.refs(), before);
});

test('a message of the pusher is the summary of the change', async (t) => {
  const { life } = await openWorld();
  await life.push('second', { message: 'Sing in German' });
  const [release] = await life.reconciler.control.releases(app, 1);
  t.regex(release?.summary ?? '', /Sing in German/);
});

test('other branches and tags are stored with no build; one that moved meanwhile is refused alone', async (t) => {
  const { world, life } = await openWorld((deps) => ({ ...deps, build: () => Promise.reject(new Error('nothing is built')) }));
  const { second, third } = world.commits;
  const commands = [
    { ref: 'refs/heads/topic', old: zeroOid, new: second },
    { ref: 'refs/heads/gone', old: third, new: second },
    { ref: 'refs/heads/master', old: zeroOid, new: third },
  ];
  const push = { ...toPush(second, zeroOid, {}), commands };
  t.is((await gate(life, push)).length, 3);
  const answers = await life.reconciler.receive.land(push, commands, () => {}, never);
  life.reconciler.receive.end(push);
  t.deepEqual(
    answers.map(({ ok }) => ok),
    [true, false, true],
  );
  const refs = await life.refs();
  t.deepEqual([refs['source heads/topic'], refs['source heads/gone'], refs['source heads/master']], [second, undefined, third]);
  const removal = [{ ref: 'refs/heads/topic', old: second, new: zeroOid }];
  const again = { ...push, commands: removal };
  t.deepEqual(await gate(life, again), ['topic is deleted.']);
  t.deepEqual(await life.reconciler.receive.land(again, removal, () => {}, never), [{ ref: 'refs/heads/topic', ok: true }]);
  life.reconciler.receive.end(again);
  t.is((await life.refs())['source heads/topic'], undefined);
});

test('a push to the config repository is refused, with what to use instead', async (t) => {
  const { world, life } = await openWorld();
  const push: Push = { ...toPush(world.commits.second, world.commits.first, {}), repository: 'config' };
  const { code, details } = await faultOf(gate(life, push));
  t.is(code, 'config/push-refused');
  t.regex(details.hint ?? '', /config:set/);
});

test('buildpacks that change while a push is built refuse it', async (t) => {
  const { world, life } = await openWorld();
  const push = toPush(world.commits.second, world.commits.first, {});
  await gate(life, push);
  const set = { BUILDPACK_URL: 'https://example.com/x.git' };
  await life.reconciler.control.change(app, { kind: 'env', set, unset: [] }, { by: push.by, rollOut: true, signal: never }, () => {});
  const [answer] = await life.reconciler.receive.land(push, push.commands, () => {}, never);
  life.reconciler.receive.end(push);
  t.like(answer, { ok: false, reason: 'BUILDPACK_URL changed while this push was built' });
});

test('an abandoned old value is found out in the gate, before anything is built', async (t) => {
  const { world, life } = await openWorld((deps) => ({ ...deps, build: () => Promise.reject(new Error('nothing is built')) }));
  const { code } = await faultOf(gate(life, toPush(world.commits.second, 'f'.repeat(40) as Oid, {})));
  t.is(code, 'deploy/conflict');
});
