import { join } from 'node:path';
import test from 'ava';
import { createGit } from '../../helpers/git.ts';
import { checkWorld } from '../../helpers/model/check-world.ts';
import type { Crash } from '../../helpers/model/crashing.ts';
import { type Answered, answerOf, type Door, doors } from '../../helpers/model/doors.ts';
import { copyWorld, type Life, makeWorld, openLife, type World } from '../../helpers/model/world.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

// The protocol over real git, real sops and a model engine, stopped after every effect and every prefix of a
// transaction, again in recovery, and with two doors at once. The same with real processes: test/e2e/kill.test.ts.

const start = async (world: World, crash?: Crash): Promise<Life> => {
  const life = await openLife(world, crash);
  const started = life.reconciler.start().then(({ recovered }) => recovered);
  await Promise.race([started, life.effects.crashed]);
  return life;
};

const mainOf = async (life: Life): Promise<string | undefined> => (await life.refs())['config heads/main'];

/** One door, stopped by `crash`; what it answered, if it did. */
const attempt = async (world: World, door: Door, crash?: Crash): Promise<{ life: Life; answer: Answered | undefined }> => {
  const life = await start(world, crash);
  return { life, answer: await answerOf(life, door) };
};

/** Every place to stop: after each effect, and for a move of several refs after each prefix of them. */
const crashesOf = (life: Life): readonly Crash[] =>
  life.effects
    .seen()
    .flatMap(({ refs }, index) => [
      { after: index + 1 },
      ...Array.from({ length: Math.max(refs - 1, 0) }, (_, prefix) => ({ after: index + 1, prefix: prefix + 1 })),
    ]);

const open = async (t: Parameters<typeof temporaryDirectory>[0]) => {
  const folder = await temporaryDirectory(t);
  const world = await makeWorld(join(folder, 'world'), createGit(folder));
  let copies = 0;
  return { world, fresh: () => copyWorld(world, join(folder, `copy${copies++}`)) };
};

for (const door of doors) {
  test(`${door.name}: stopped after any effect it is wholly in or wholly out, an answer holds, and the same again works`, async (t) => {
    const { world, fresh } = await open(t);
    const before = await mainOf(await openLife(world));
    const whole = await fresh();
    const clean = await attempt(whole, door);
    if (door.name !== 'push that is cancelled') t.is(clean.answer, door.ends);
    await checkWorld(t, whole, clean.life, 'uncut');
    for (const crash of crashesOf(clean.life)) {
      const where = `after ${clean.life.effects.seen()[crash.after - 1]?.name} (${crash.after}, prefix ${crash.prefix})`;
      const cut = await fresh();
      const { answer } = await attempt(cut, door, crash);
      const life = await start(cut);
      await checkWorld(t, cut, life, where);
      if (answer === 'in') t.not(await mainOf(life), before, `${where}: what was acknowledged is there`);
      if (answer === 'out') t.is(await mainOf(life), before, `${where}: what was refused is not`);
      if (door.name === 'push that is cancelled') continue;
      const again = await answerOf(life, door);
      t.is(again, door.ends, `${where}: the same again`);
      await checkWorld(t, cut, life, `${where}, and again`);
    }
  });
}

/** Numbers that are the same in each run. */
const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return seed / 2 ** 32;
};

const rounds = Number(process.env['SLUICE_CRASH_ROUNDS'] ?? 40);

test(`a second crash in recovery changes nothing (${rounds} drawn)`, async (t) => {
  const { fresh } = await open(t);
  const random = seeded(1);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const whole = new Map<string, readonly Crash[]>();
  for (let round = 0; round < rounds; round++) {
    const door = pick(doors);
    if (!whole.has(door.name)) whole.set(door.name, crashesOf((await attempt(await fresh(), door)).life));
    const first = pick(whole.get(door.name) as readonly Crash[]);
    const cut = await fresh();
    await attempt(cut, door, first);
    const second = { after: 1 + Math.floor(random() * 12), prefix: Math.floor(random() * 3) };
    await start(cut, second);
    await checkWorld(
      t,
      cut,
      await start(cut),
      `${door.name} after ${first.after}/${first.prefix}, then in recovery after ${second.after}/${second.prefix}`,
    );
  }
});

test(`two doors at once, stopped anywhere, leave nothing half (${rounds} drawn)`, async (t) => {
  const { world, fresh } = await open(t);
  const random = seeded(2);
  const pick = () => doors[Math.floor(random() * doors.length)] as Door;
  for (let round = 0; round < rounds; round++) {
    const [one, other] = [pick(), pick()];
    const crash = { after: 1 + Math.floor(random() * 40), prefix: Math.floor(random() * 3) };
    const cut = await fresh();
    const life = await start(cut, crash);
    await Promise.all([answerOf(life, one), answerOf(life, other)]);
    await checkWorld(t, cut, await start(cut), `${one.name} with ${other.name}, stopped after ${crash.after}/${crash.prefix}`);
  }
  t.true(world.rows.size > 0);
});
