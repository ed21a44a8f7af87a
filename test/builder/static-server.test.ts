import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { appFixture, openBuilder } from '../helpers/open-builder.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Tree, writeTree } from '../helpers/write-tree.ts';

type Answer = { readonly status: number; readonly headers: Record<string, unknown>; readonly body: string };

/** One request with the path exactly as given: `fetch` would tidy it up. */
const ask = (port: number, path: string, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = httpRequest({ port, path, method, host: '127.0.0.1', agent: false }, async (response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() });
    });
    asked.on('error', reject);
    asked.end();
  });

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Builds a site, unpacks its slug and serves it as a replica would. */
const serve = async (t: ExecutionContext, site: Tree | string) => {
  const { build, unpack, lines } = await openBuilder(t);
  const { release } = await build(site);
  t.is(release.processes['web'], 'node .static/server.mjs');
  const folder = await unpack(release.slug.digest);
  const port = await freePort();
  const child = spawn(process.execPath, ['.static/server.mjs'], { cwd: folder, env: { PORT: String(port) }, stdio: 'inherit' });
  t.teardown(() => child.kill('SIGKILL'));
  await waitUntil('the site answers', () =>
    ask(port, '/').then(
      () => true,
      () => false,
    ),
  );
  return { port, child, folder, lines };
};

test('a static site is served from its root, with index pages, clean URLs, types and a page of its own for what is missing', async (t) => {
  const { port } = await serve(t, appFixture('static-site'));
  t.like(await ask(port, '/'), { status: 200, body: '<!doctype html>\n<title>static</title>\n<p>static site\n' });
  t.like(await ask(port, '/about/'), { status: 200, body: '<!doctype html>\n<p>about us\n' });
  t.like(await ask(port, '/team?x=1'), { status: 200, body: '<!doctype html>\n<p>team\n' });
  t.like((await ask(port, '/style.css')).headers, { 'content-type': 'text/css; charset=utf-8', 'x-content-type-options': 'nosniff' });
  t.like(await ask(port, '/nothing'), { status: 404, body: '<!doctype html>\n<p>nothing here\n' });
  const redirect = await ask(port, '//about?x=1');
  t.is(redirect.status, 301);
  t.is(redirect.headers['location'], '/about/?x=1');
  t.like(await ask(port, '/', 'HEAD'), { status: 200, body: '' });
  t.is((await ask(port, '/', 'HEAD')).headers['content-length'], '53');
  t.like(await ask(port, '/', 'POST'), { status: 405 });
});

test('a static site never shows what is outside it, whatever is asked', async (t) => {
  const { port, folder } = await serve(t, {
    'index.html': 'home',
    Procfile: 'web: node .static/server.mjs\n',
    '.secret': 'hidden',
    '.well-known/x.txt': 'known',
    'inside.txt': { link: 'index.html' },
    'away.txt': { link: '/etc/hostname' },
    'up.txt': { link: '../outside.txt' },
  });
  await writeTree(join(folder, '..'), { 'outside.txt': 'outside' });
  const paths = [
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/x/../../outside.txt',
    '/%2e%2e%5coutside.txt',
    '/up.txt',
    '/away.txt',
    '/.secret',
    '/.static/server.mjs',
    '/Procfile',
    '/%00',
    '/%',
    '/index.html%00.txt',
    '/index.html/',
    `/${'a'.repeat(5000)}`,
  ];
  for (const path of paths) t.true([400, 404].includes((await ask(port, path)).status), path);
  t.is((await ask(port, '/.well-known/x.txt')).body, 'known');
  t.is((await ask(port, '/inside.txt')).body, 'home');
  t.is((await ask(port, '/')).body, 'home');
});

test('a static server ends at SIGTERM with code 0', async (t) => {
  const { child } = await serve(t, { 'index.html': 'home' });
  child.kill('SIGTERM');
  t.deepEqual(await once(child, 'exit'), [0, null]);
});

test('a static.json with members nobody supports is warned of when it is built', async (t) => {
  const { build, lines } = await openBuilder(t);
  await build({ 'static.json': '{ "routes": {}, "root": "site" }', 'site/index.html': 'x' });
  t.true(lines.some((line) => line.includes('"routes" is not supported')));
});

test('without a root in static.json, public_html is served', async (t) => {
  const { port } = await serve(t, { 'static.json': '{}', 'public_html/index.html': 'public', 'index.html': 'top' });
  t.is((await ask(port, '/')).body, 'public');
});
