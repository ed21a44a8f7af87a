import test from 'ava';
import { type Action, actions } from '../../api/actions.ts';
import { authorise, type Caller } from '../../api/authorise.ts';
import type { OwnedApp } from '../../api/database/database.ts';
import { createAuthoriseGit } from '../../api/index.ts';
import { type AppId, type AppName, type FaultCode, isFault } from '../../core/index.ts';
import type { Document } from './check-answer.ts';
import { openApi } from './open-api.ts';

const account = (id: string): Caller => ({ kind: 'account', account: { id, email: `${id}@example.org`, createdAt: 0 } });
const shop: OwnedApp = { id: 'a0' as AppId, name: 'shop' as AppName, owner: 'ada', createdAt: 0 };

const callers = {
  nobody: { kind: 'nobody', tried: false },
  'a wrong key': { kind: 'nobody', tried: true },
  operator: { kind: 'operator' },
  owner: account('ada'),
  stranger: account('bob'),
} as const satisfies Record<string, Caller>;

/** For each scope, what each caller gets: nothing thrown, or the code. */
const matrix: Record<(typeof actions)[Action], Record<keyof typeof callers, FaultCode | 'may'>> = {
  anyone: { nobody: 'may', 'a wrong key': 'may', operator: 'may', owner: 'may', stranger: 'may' },
  operator: {
    nobody: 'auth/required',
    'a wrong key': 'auth/required',
    operator: 'may',
    owner: 'auth/forbidden',
    stranger: 'auth/forbidden',
  },
  account: { nobody: 'auth/required', 'a wrong key': 'auth/required', operator: 'auth/forbidden', owner: 'may', stranger: 'may' },
  app: { nobody: 'auth/required', 'a wrong key': 'auth/required', operator: 'auth/forbidden', owner: 'may', stranger: 'app/not-found' },
};

for (const action of Object.keys(actions) as Action[]) {
  test(`who may do ${action}`, (t) => {
    for (const [name, caller] of Object.entries(callers)) {
      const wanted = matrix[actions[action]][name as keyof typeof callers];
      t.is(outcome(caller, action, { name: 'shop', app: shop }), wanted, name);
      if (actions[action] === 'app' && wanted === 'may') t.is(outcome(caller, action, { name: 'shop' }), 'app/not-found');
      if (actions[action] === 'app' && wanted === 'may') t.is(outcome(caller, action), 'app/not-found');
    }
  });
}

const outcome = (...asked: Parameters<typeof authorise>): string => {
  try {
    authorise(...asked);
    return 'may';
  } catch (error) {
    return isFault(error) ? error.code : String(error);
  }
};

test('an app of somebody else looks exactly like one that is not there', async (t) => {
  const { call, account: sign } = await openApi(t);
  const ada = await sign('ada@example.org');
  const bob = await sign('bob@example.org');
  await call('POST', '/api/apps', { auth: ada.auth, body: { unique_name: 'shop' } });
  const hidden = await call('GET', '/api/apps/shop', { auth: bob.auth });
  const missing = await call('GET', '/api/apps/shap', { auth: bob.auth });
  t.is(hidden.status, 404);
  t.is(hidden.text.replaceAll('shop', 'shap'), missing.text);
  t.is((await call('GET', '/api/apps/SHOP', { auth: ada.auth })).status, 200);
});

test('every route of the server refuses who has proven nothing, but for the listed three', async (t) => {
  const { api, call } = await openApi(t);
  const open = ['GET /api/login', 'GET /api/openapi.json', 'GET /healthz'];
  const { paths } = api.describe() as Document;
  const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods as object).map((method) => ({ method, path })));
  t.is(routes.length, countRoutes(api.server.printRoutes({ commonPrefix: false })), 'the document names every route there is');
  const unguarded: string[] = [];
  for (const { method, path } of routes) {
    const { status, body } = await call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'));
    if (status !== 401 || body.code !== 'auth/required') unguarded.push(`${method.toUpperCase()} ${path}`);
  }
  // Sign-in is 401 too, by its own proof.
  t.deepEqual([...unguarded, 'GET /api/login'].sort(), open);
});

/** `printRoutes` writes the methods of each path in brackets. */
const countRoutes = (tree: string): number =>
  [...tree.matchAll(/\(([A-Z, ]+)\)/g)].flatMap(([, methods]) => methods?.split(', ') ?? []).length;

test('no route of an app answers anyone but its owner', async (t) => {
  const { api, call, account: sign, control } = await openApi(t);
  const ada = await sign('ada@example.org');
  const bob = await sign('bob@example.org');
  await call('POST', '/api/apps', { auth: ada.auth, body: { unique_name: 'shop' } });
  const { paths } = api.describe() as Document;
  let asked = 0;
  for (const [path, methods] of Object.entries(paths)) {
    if (!path.includes('{app}')) continue;
    for (const method of Object.keys(methods as object)) {
      const url = path.replace('{app}', 'shop').replaceAll(/\{\w+\}/g, '1');
      const { status, body } = await call(method.toUpperCase(), url, { auth: bob.auth });
      t.deepEqual([status, body.code], [404, 'app/not-found'], `${method} ${path}`);
      asked += 1;
    }
  }
  t.true(asked > 15);
  t.deepEqual(control.calls, []);
  t.deepEqual(control.destroyed, []);
});

test('git asks the same question: e-mail and key, of an app one may see', async (t) => {
  const { database, call, account: sign } = await openApi(t);
  const ada = await sign('ada@example.org');
  const bob = await sign('bob@example.org');
  await call('POST', '/api/apps', { auth: ada.auth, body: { unique_name: 'shop' } });
  const authoriseGit = createAuthoriseGit(database);
  const push = { name: 'shop', service: 'push' } as const;
  const { app, by } = await authoriseGit({ user: ada.email, secret: ada.key }, push);
  t.deepEqual({ name: app.name, by }, { name: 'shop' as AppName, by: { name: 'ada', email: 'ada@example.org' } });
  t.deepEqual(Object.keys(app).sort(), ['id', 'name']);
  const refused = async (...asked: Parameters<typeof authoriseGit>) => (await t.throwsAsync(authoriseGit(...asked))) as { code?: string };
  t.is((await refused(undefined, push)).code, 'auth/required');
  t.is((await refused({ user: ada.email, secret: 'wrong' }, push)).code, 'auth/required');
  t.is((await refused({ user: bob.email, secret: ada.key }, push)).code, 'auth/required');
  t.is((await refused({ user: bob.email, secret: bob.key }, push)).code, 'app/not-found');
  t.is((await refused({ user: ada.email, secret: ada.key }, { name: 'nothing', service: 'fetch' })).code, 'app/not-found');
});
