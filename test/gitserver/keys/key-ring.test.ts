import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { AppId } from '../../../core/index.ts';
import { createKeyRing } from '../../../gitserver/index.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { memoryKeyStore } from '../repositories/open-platform.ts';

const one = 'aone000000001' as AppId;
const other = 'aother0000002' as AppId;

test("an app's key is made once, kept sealed, and found again by a platform that starts anew", async (t) => {
  const folder = join(await temporaryDirectory(t), 'keys');
  const store = memoryKeyStore();
  const ring = await createKeyRing({ folder, store });
  await Promise.all([ring.create(one), ring.create(one), ring.create(other)]);
  const identity = await ring.identity(one);
  t.regex(identity, /^AGE-SECRET-KEY-1/);
  await ring.create(one);
  t.is(await ring.identity(one), identity);
  t.not(await ring.identity(other), identity);
  t.false(Buffer.from(store.sealed.get(one) ?? []).includes(identity));
  const anew = await createKeyRing({ folder, store });
  t.is(await anew.identity(one), identity);
  t.deepEqual(await anew.recipients(one), await ring.recipients(one));
  t.is(anew.signer, ring.signer);
  await anew.remove(one);
  await t.throwsAsync(anew.identity(one), { code: 'config/unreadable' });
});

test('a sealed key opens under no other app, no other platform key, and not when a byte of it changed', async (t) => {
  const folder = await temporaryDirectory(t);
  const store = memoryKeyStore();
  const ring = await createKeyRing({ folder: join(folder, 'a'), store });
  await ring.create(one);
  const sealed = store.sealed.get(one) ?? new Uint8Array();
  const foreign = await createKeyRing({ folder: join(folder, 'b'), store });
  await t.throwsAsync(foreign.identity(one), { code: 'config/unreadable' });
  store.sealed.set(other, sealed);
  await t.throwsAsync(ring.identity(other), { code: 'config/unreadable' });
  for (const at of [0, 1, 13, 29, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
    store.sealed.set(one, changed);
    await t.throwsAsync(ring.identity(one), { code: 'config/unreadable' }, `byte ${at}`);
  }
  store.sealed.set(one, new Uint8Array(3));
  await t.throwsAsync(ring.identity(one), { code: 'config/unreadable' });
});

test('the private half of the recovery key may be moved away, and the platform goes on with the public one', async (t) => {
  const folder = await temporaryDirectory(t);
  const store = memoryKeyStore();
  const before = await createKeyRing({ folder, store });
  await before.create(one);
  t.regex(await readFile(join(folder, 'README'), 'utf8'), /recovery\.key {3}MOVE THIS FILE OFFLINE/);
  await rm(join(folder, 'recovery.key'));
  const after = await createKeyRing({ folder, store });
  t.deepEqual(await after.recipients(one), await before.recipients(one));
  t.false((await readdir(folder)).includes('recovery.key'));
});

test('a crash between the two halves of the recovery key makes no second key', async (t) => {
  const folder = await temporaryDirectory(t);
  const store = memoryKeyStore();
  const before = await createKeyRing({ folder, store });
  await before.create(one);
  const recipients = await before.recipients(one);
  await rm(join(folder, 'recovery.pub'));
  t.deepEqual(await (await createKeyRing({ folder, store })).recipients(one), recipients);
});

test('two platforms that start on one folder agree on its keys', async (t) => {
  const folder = await temporaryDirectory(t);
  const store = memoryKeyStore();
  const rings = await Promise.all(Array.from({ length: 4 }, () => createKeyRing({ folder, store })));
  await rings[0]?.create(one);
  const identities = await Promise.all(rings.map((ring) => ring.identity(one)));
  t.is(new Set(identities).size, 1);
  t.is(new Set(rings.map(({ signer }) => signer)).size, 1);
  t.false((await readdir(folder)).some((name) => name.endsWith('.tmp')));
});

test('a secret that others may read is refused with the command that closes it', async (t) => {
  const folder = await temporaryDirectory(t);
  const store = memoryKeyStore();
  await createKeyRing({ folder, store });
  for (const name of ['platform.key', 'signing.key']) {
    await chmod(join(folder, name), 0o644);
    const error = await t.throwsAsync(createKeyRing({ folder, store }), { code: 'platform/insecure' });
    t.like(error, { details: { hint: `chmod 600 ${join(folder, name)}` } });
    await chmod(join(folder, name), 0o600);
  }
});

test('a key file that is damaged is refused and not replaced', async (t) => {
  const folder = await temporaryDirectory(t);
  const store = memoryKeyStore();
  await createKeyRing({ folder, store });
  for (const name of ['platform.key', 'signing.key', 'recovery.pub']) {
    const good = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), 'garbage\n');
    await t.throwsAsync(createKeyRing({ folder, store }), { code: 'data/failed' }, name);
    t.is(await readFile(join(folder, name), 'utf8'), 'garbage\n');
    await writeFile(join(folder, name), good);
  }
  await t.notThrowsAsync(createKeyRing({ folder, store }));
});
