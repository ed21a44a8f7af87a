import type { ExecutionContext, TestFn } from 'ava';
import type { Database } from '../../api/index.ts';
import { type AppName, type Deploy, type DeployId, isFault, type Oid } from '../../core/index.ts';

/** What every database must keep. `open` again with the same `place` gives the same data: another life of the server. */
export type DatabaseSubject = {
  readonly name: string;
  readonly place: (t: ExecutionContext<unknown>) => Promise<string>;
  readonly open: (place: string, now: () => number) => Promise<Database>;
};

const dayMs = 86_400_000;
const name = (text: string) => text as AppName;
const hash = (number: number) => Uint8Array.from({ length: 32 }, (_, index) => (index === 0 ? number % 256 : Math.floor(number / 256)));
const codeOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return 'none';
  } catch (error) {
    return isFault(error) ? error.code : String(error);
  }
};

export const testDatabase = (test: TestFn<unknown>, subject: DatabaseSubject): void => {
  const title = (text: string) => `${subject.name}: ${text}`;
  const fresh = async (t: ExecutionContext<unknown>) => {
    const clock = { now: 20_000 * dayMs };
    const place = await subject.place(t);
    const opened: Database[] = [];
    const open = async () => {
      const database = await subject.open(place, () => clock.now);
      opened.push(database);
      return database;
    };
    t.teardown(async () => {
      await opened.at(-1)?.close();
    });
    return { clock, database: await open(), open };
  };
  const withApp = async (t: ExecutionContext<unknown>) => {
    const all = await fresh(t);
    const owner = await all.database.accounts.create({ email: 'ada@example.org' });
    const app = await all.database.apps.reserve({ name: name('shop'), owner: owner.id });
    await all.database.apps.confirm(app.id, owner.email);
    return { ...all, owner, app };
  };
  const deployOf = (app: Deploy['app'], id: string, more: Partial<Deploy> = {}): Deploy => ({
    id: id as DeployId,
    app,
    kind: 'push',
    state: 'rolling',
    by: { name: 'Ada', email: 'ada@example.org' },
    summary: "a «push» with ' and \u0000-free text",
    createdAt: 1000,
    ...more,
  });

  test(title('an account is found by id and e-mail, and an e-mail has one account, also of ten made at once'), async (t) => {
    const { database } = await fresh(t);
    const { accounts } = database;
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(accounts.create({ email: 'ada@example.org', password: 'x' }))));
    t.deepEqual(codes.sort(), [...Array(9).fill('account/exists'), 'none']);
    const ada = await accounts.byEmail('ada@example.org');
    t.like(ada, { email: 'ada@example.org', password: 'x' });
    t.deepEqual(await accounts.byId(ada?.id ?? ''), ada);
    await accounts.setPassword(ada?.id ?? '', 'y');
    t.is((await accounts.byEmail('ada@example.org'))?.password, 'y');
    t.is(await accounts.byEmail("' OR '1'='1"), undefined);
    t.is(await accounts.byId('nobody'), undefined);
  });

  test(title('a key names its account until all keys are replaced'), async (t) => {
    const { database } = await fresh(t);
    const { accounts, apiKeys } = database;
    const ada = await accounts.create({ email: 'ada@example.org' });
    const bob = await accounts.create({ email: 'bob@example.org' });
    await apiKeys.add(ada.id, hash(1));
    await apiKeys.add(ada.id, hash(2));
    await apiKeys.add(bob.id, hash(3));
    t.deepEqual(await apiKeys.accountOf(hash(1)), ada);
    t.deepEqual(await apiKeys.accountOf(hash(3)), bob);
    await apiKeys.replaceAll(ada.id, hash(4));
    t.is(await apiKeys.accountOf(hash(1)), undefined);
    t.is(await apiKeys.accountOf(hash(2)), undefined);
    t.deepEqual(await apiKeys.accountOf(hash(4)), ada);
    t.deepEqual(await apiKeys.accountOf(hash(3)), bob);
    t.is(await apiKeys.accountOf(new Uint8Array()), undefined);
  });

  test(title('an account keeps its hundred keys used last'), async (t) => {
    const { database, clock } = await fresh(t);
    const { accounts, apiKeys } = database;
    const ada = await accounts.create({ email: 'ada@example.org' });
    await apiKeys.add(ada.id, hash(0));
    await apiKeys.add(ada.id, hash(1));
    clock.now += dayMs;
    await apiKeys.accountOf(hash(0));
    clock.now += dayMs;
    for (let number = 2; number <= 100; number += 1) await apiKeys.add(ada.id, hash(number));
    t.truthy(await apiKeys.accountOf(hash(0)), 'used since');
    t.is(await apiKeys.accountOf(hash(1)), undefined, 'the one that nobody used');
    t.truthy(await apiKeys.accountOf(hash(2)));
    t.truthy(await apiKeys.accountOf(hash(100)));
  });

  test(title('a reserved app is nobody’s to see until it is confirmed'), async (t) => {
    const { database } = await fresh(t);
    const { accounts, apps } = database;
    const ada = await accounts.create({ email: 'ada@example.org' });
    const bob = await accounts.create({ email: 'bob@example.org' });
    const app = await apps.reserve({ name: name('shop'), owner: ada.id });
    t.is(await apps.byName(name('shop')), undefined);
    t.deepEqual(await apps.all(), []);
    t.deepEqual(await apps.reserve({ name: name('shop'), owner: ada.id }), app);
    t.is(await codeOf(apps.reserve({ name: name('shop'), owner: bob.id })), 'app/exists');
    await apps.confirm(app.id, ada.email);
    await apps.confirm(app.id, ada.email);
    t.deepEqual(await apps.byName(name('shop')), app);
    t.deepEqual(await apps.ownedBy(ada.id), [app]);
    t.deepEqual(await apps.ownedBy(bob.id), []);
    t.is(await codeOf(apps.reserve({ name: name('shop'), owner: ada.id })), 'app/exists');
    const events = await database.events.read({ limit: 10, after: 0 });
    t.deepEqual(
      events.map(({ kind, app: id, by, appName }) => ({ kind, id, by, appName })),
      [{ kind: 'app-created', id: app.id, by: ada.email, appName: name('shop') }],
    );
  });

  test(title('the name of a destroyed app is held 30 days for its owner, and its key is gone'), async (t) => {
    const { database, app, owner, clock } = await withApp(t);
    const { accounts, apps, appKeys } = database;
    const bob = await accounts.create({ email: 'bob@example.org' });
    await appKeys.save(app.id, hash(1));
    await apps.destroyed(app.id);
    await apps.destroyed(app.id);
    t.is(await apps.byName(name('shop')), undefined);
    t.is(await appKeys.load(app.id), undefined);
    t.is(await codeOf(apps.reserve({ name: name('shop'), owner: bob.id })), 'app/exists');
    const again = await apps.reserve({ name: name('shop'), owner: owner.id });
    t.not(again.id, app.id);
    await apps.destroyed(again.id);
    clock.now += 30 * dayMs + 1;
    const bobs = await apps.reserve({ name: name('shop'), owner: bob.id });
    t.is(bobs.owner, bob.id);
    t.is((await database.events.read({ limit: 10, owner: owner.id })).length, 1, 'its history stays');
  });

  test(title('of twenty who want a name at once one gets it'), async (t) => {
    const { database } = await fresh(t);
    const owners = await Promise.all(
      Array.from({ length: 20 }, (_, index) => database.accounts.create({ email: `a${index}@example.org` })),
    );
    const codes = await Promise.all(owners.map(({ id }) => codeOf(database.apps.reserve({ name: name('shop'), owner: id }))));
    t.is(codes.filter((code) => code === 'none').length, 1);
    t.is(codes.filter((code) => code === 'app/exists').length, 19);
  });

  test(title('sealed keys come back byte by byte, are replaced and removed'), async (t) => {
    const { database, app } = await withApp(t);
    const { appKeys } = database;
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    t.is(await appKeys.load(app.id), undefined);
    await appKeys.save(app.id, hash(1));
    await appKeys.save(app.id, bytes);
    t.deepEqual(Uint8Array.from((await appKeys.load(app.id)) ?? []), bytes);
    await appKeys.remove(app.id);
    await appKeys.remove(app.id);
    t.is(await appKeys.load(app.id), undefined);
  });

  test(title('a deploy is one row whatever becomes of it, listed newest first'), async (t) => {
    const { database, app } = await withApp(t);
    const { deploys } = database;
    const saved: string[] = [];
    const stop = deploys.onSaved(({ id, state }) => saved.push(`${id} ${state}`));
    const old = deployOf(app.id, 'dep1', { createdAt: 1 });
    await deploys.save(old);
    await deploys.save(deployOf(app.id, 'dep2', { createdAt: 2, state: 'waiting', kind: 'env' }));
    t.deepEqual(await deploys.get(app.id, old.id), old);
    const done = {
      ...old,
      state: 'live',
      source: 'a'.repeat(40) as Oid,
      commit: 'b'.repeat(40) as Oid,
      version: 3,
      finishedAt: 9,
    } as const;
    t.deepEqual(
      (await deploys.unfinished(app.id)).map(({ id }) => id),
      ['dep1', 'dep2'],
    );
    await deploys.save({ ...done, reason: 'a reason' });
    stop();
    await deploys.save(done);
    t.deepEqual(await deploys.list(app.id, 10), [deployOf(app.id, 'dep2', { createdAt: 2, state: 'waiting', kind: 'env' }), done]);
    t.deepEqual(
      (await deploys.list(app.id, 1)).map(({ id }) => id),
      ['dep2'],
    );
    t.deepEqual(
      (await deploys.unfinished(app.id)).map(({ id }) => id),
      ['dep2'],
    );
    t.deepEqual(saved, ['dep1 rolling', 'dep2 waiting', 'dep1 live']);
    t.is(await deploys.get('a000000000000' as Deploy['app'], old.id), undefined, 'of another app');
  });

  test(title('events have rising numbers that never come again, and are read from any of them'), async (t) => {
    const { database, app, open } = await withApp(t);
    const other = await database.accounts.create({ email: 'bob@example.org' });
    const bobs = await database.apps.reserve({ name: name('bobs'), owner: other.id });
    let heard = 0;
    const stop = database.events.onAppended(() => {
      heard += 1;
    });
    const appended = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        database.events.append({
          kind: 'replica-started',
          app: index % 2 === 0 ? app.id : bobs.id,
          at: index,
          data: { type: 'web', size: 0.5, again: true },
        }),
      ),
    );
    stop();
    t.deepEqual(
      appended,
      [...new Set(appended)].sort((left, right) => left - right),
    );
    t.is(heard, 20);
    t.is(await database.events.last(), Math.max(...appended));
    const after = appended[9] ?? 0;
    const rest = await database.events.read({ after, limit: 100 });
    t.deepEqual(
      rest.map(({ sequence }) => sequence),
      appended.slice(10),
    );
    t.like(rest[0], { app: app.id, appName: name('shop'), at: 10, data: { type: 'web', size: 0.5, again: true } });
    const ids = async (query: Parameters<Database['events']['read']>[0]) => (await database.events.read(query)).map(({ at }) => at);
    t.deepEqual(await ids({ after, limit: 2, app: bobs.id }), [11, 13]);
    t.deepEqual(await ids({ after, limit: 2, owner: other.id }), [11, 13]);
    t.deepEqual(await ids({ after, limit: 2, owner: other.id, app: app.id }), []);
    t.deepEqual(await ids({ limit: 2, app: bobs.id }), [19, 17]);
    await database.close();
    const reopened = await open();
    const highest = Math.max(...appended);
    const next = await reopened.events.append({
      kind: 'deploy-live',
      app: app.id,
      at: 99,
      by: 'ada@example.org',
      deploy: 'dep1' as DeployId,
    });
    t.true(next > highest);
    t.like((await reopened.events.read({ after: next - 1, limit: 1 }))[0], { kind: 'deploy-live', by: 'ada@example.org', deploy: 'dep1' });
  });

  test(title('nothing is kept of an app that is not there'), async (t) => {
    const { database } = await fresh(t);
    const ghost = 'a000000000000' as Deploy['app'];
    t.not(await codeOf(database.events.append({ kind: 'deploy-live', app: ghost, at: 0 })), 'none');
    t.not(await codeOf(database.deploys.save(deployOf(ghost, 'dep1'))), 'none');
    t.is(await database.events.last(), 0);
  });

  test(title('release numbers are remembered by app and commit until dropped'), async (t) => {
    const { database, app } = await withApp(t);
    const commit = 'c'.repeat(40) as Oid;
    t.is(await database.versions.load(app.id, commit), undefined);
    await database.versions.save(app.id, commit, 7);
    await database.versions.save(app.id, commit, 8);
    t.is(await database.versions.load(app.id, commit), 8);
    await database.versions.drop(app.id);
    t.is(await database.versions.load(app.id, commit), undefined);
  });

  test(title('the first answer to a key is kept for a day, by account and route'), async (t) => {
    const { database, owner, clock } = await withApp(t);
    const { idempotency } = database;
    const call = { key: 'k', account: owner.id, route: 'PUT /restart' };
    t.is(await idempotency.load(call), undefined);
    await idempotency.save(call, { status: 200, body: '{"data":1}', request: 'r', deploy: 'dep1' });
    await idempotency.save(call, { status: 500, body: 'later', request: 'r' });
    t.deepEqual(await idempotency.load(call), { status: 200, body: '{"data":1}', request: 'r', deploy: 'dep1' });
    t.is(await idempotency.load({ ...call, route: 'PUT /other' }), undefined);
    t.is(await idempotency.load({ ...call, key: 'other' }), undefined);
    clock.now += dayMs + 1;
    t.is(await idempotency.load(call), undefined);
    await idempotency.save(call, { status: 201, body: 'new', request: 's' });
    t.deepEqual(await idempotency.load(call), { status: 201, body: 'new', request: 's' });
  });

  test(title('what was answered is there in the next life of the server'), async (t) => {
    const { database, app, owner, open } = await withApp(t);
    await database.deploys.save(deployOf(app.id, 'dep1'));
    await database.check();
    await database.close();
    const reopened = await open();
    t.deepEqual(await reopened.apps.all(), [app]);
    t.deepEqual(await reopened.accounts.byId(owner.id), owner);
    t.deepEqual(await reopened.deploys.list(app.id, 9), [deployOf(app.id, 'dep1')]);
  });
};
