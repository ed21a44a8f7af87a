import test from 'ava';
import { Fault } from '../../core/index.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { openApi } from './open-api.ts';

test('an app is created with the name asked for, listed, shown and destroyed', async (t) => {
  const { call, account, control } = await openApi(t);
  const { auth } = await account('ada@example.org');
  const made = await call('POST', '/api/apps', { auth, body: { unique_name: 'Shop', cloud: null, region: 'eu' } });
  t.is(made.status, 201);
  t.like(made.body.data, { unique_name: 'shop', replicas: 1, size: 0.5, created_at: '2017-04-12T17:43:28.000+00:00' });
  t.deepEqual((await call('GET', '/api/apps', { auth })).body.data, [made.body.data]);
  t.deepEqual((await call('GET', '/api/apps/shop', { auth })).body.data, made.body.data);
  const gone = await call('DELETE', '/api/apps/shop', { auth, body: '' });
  t.deepEqual([gone.status, gone.body.data.unique_name], [200, 'shop']);
  t.deepEqual(control.destroyed, ['shop']);
  t.is((await call('GET', '/api/apps/shop', { auth })).status, 404);
  t.deepEqual((await call('GET', '/api/apps', { auth })).body.data, []);
});

test('an app without a name gets two words, and no two get the same', async (t) => {
  const { call, account } = await openApi(t);
  const { auth } = await account('ada@example.org');
  const names = new Set<string>();
  for (let count = 0; count < 30; count += 1) {
    const { status, body } = await call('POST', '/api/apps', { auth, body: count % 2 === 0 ? {} : '' });
    t.is(status, 201);
    t.regex(body.data.unique_name, /^[a-z]+-[a-z]+(-[0-9]{4})?$/);
    names.add(body.data.unique_name);
  }
  t.is(names.size, 30);
});

test('a name that is taken, reserved or malformed is refused with the reason', async (t) => {
  const { call, account } = await openApi(t);
  const ada = await account('ada@example.org');
  const bob = await account('bob@example.org');
  const create = (auth: string, unique_name: string) => call('POST', '/api/apps', { auth, body: { unique_name } });
  t.is((await create(ada.auth, 'shop')).status, 201);
  for (const auth of [ada.auth, bob.auth]) {
    const taken = await create(auth, 'shop');
    t.deepEqual([taken.status, taken.body.code, Object.keys(taken.body.errors)], [422, 'app/exists', ['unique_name']]);
  }
  for (const name of ['', 'ab', '-shop', 'shop-', 'sh_op', 'a'.repeat(41), '../etc', 'sluice', 'sh op', 'shöp']) {
    const { status, body } = await create(ada.auth, name);
    t.deepEqual([status, body.code], [422, 'app/invalid-name'], name);
  }
});

test('an app whose making failed half way is no app yet, and the same call finishes it', async (t) => {
  const { call, account, control, database } = await openApi(t);
  const ada = await account('ada@example.org');
  const bob = await account('bob@example.org');
  const create = control.create;
  const seen: string[] = [];
  Object.assign(control, {
    create: async (...asked: Parameters<typeof create>) => {
      seen.push(asked[0].id);
      if (seen.length === 1) throw new Fault('engine/away', 'The engine does not answer.');
      await create(...asked);
    },
  });
  const ask = (auth: string) => call('POST', '/api/apps', { auth, body: { unique_name: 'shop' } });
  t.is((await ask(ada.auth)).status, 503);
  t.deepEqual((await call('GET', '/api/apps', { auth: ada.auth })).body.data, []);
  t.deepEqual(await database.apps.all(), []);
  t.is((await ask(bob.auth)).status, 422, 'the name is held for who asked first');
  t.is((await ask(ada.auth)).status, 201);
  t.is(new Set(seen).size, 1, 'it is the same app, so what was made of it is used');
});

test('one app that cannot be read hides no other in the list', async (t) => {
  const { call, account, control } = await openApi(t);
  const { auth } = await account('ada@example.org');
  for (const unique_name of ['one', 'two', 'three']) await call('POST', '/api/apps', { auth, body: { unique_name } });
  const state = control.state;
  Object.assign(control, {
    state: async (app: Parameters<typeof state>[0]) => {
      if (app.name === 'two') throw new Fault('repository/damaged', 'The repository of two is damaged.');
      return await state(app);
    },
  });
  const { status, body } = await call('GET', '/api/apps', { auth });
  t.is(status, 200);
  t.deepEqual(
    body.data.map((app: { unique_name: string; problem?: string }) => [app.unique_name, app.problem]),
    [
      ['one', undefined],
      ['three', undefined],
      ['two', 'The repository of two is damaged.'],
    ],
  );
  t.is((await call('GET', '/api/apps/two', { auth })).body.code, 'repository/damaged');
});

test('a creation with an idempotency key makes one app however often it is sent, also at once', async (t) => {
  const { call, account, control } = await openApi(t);
  const { auth } = await account('ada@example.org');
  const gate = Promise.withResolvers<void>();
  const create = control.create;
  let made = 0;
  Object.assign(control, {
    create: async (...asked: Parameters<typeof create>) => {
      made += 1;
      await gate.promise;
      await create(...asked);
    },
  });
  const ask = () => call('POST', '/api/apps', { auth, headers: { 'idempotency-key': 'k1' } });
  const asked = [ask(), ask(), ask()];
  await waitUntil('the first is under way', () => made > 0);
  // By the time this is answered the others have come as far as they can.
  await call('GET', '/api/apps', { auth });
  gate.resolve();
  const answers = await Promise.all(asked);
  t.is(made, 1);
  t.is(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1);
  t.is((await call('GET', '/api/apps', { auth })).body.data.length, 1);
});
