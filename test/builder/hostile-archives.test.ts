import { createHash, randomBytes } from 'node:crypto';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import test from 'ava';
import { slugLimits, unpackSlug } from '../../builder/index.ts';
import { Fault, type SlugDigest } from '../../core/index.ts';
import { makeArchive, sealed } from '../helpers/make-archive.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const hostile = [
  { title: 'an absolute path', entries: [{ name: '/tmp/evil', content: 'x' }] },
  { title: 'a path that climbs', entries: [{ name: '../evil', content: 'x' }] },
  {
    title: 'a path that climbs from within',
    entries: [
      { name: 'a', type: 'directory' },
      { name: 'a/../../evil', content: 'x' },
    ],
  },
  {
    title: 'a write through a link',
    entries: [
      { name: 'out', type: 'symlink', linkname: '..' },
      { name: 'out/evil', content: 'x' },
    ],
  },
  {
    title: 'a write onto a link',
    entries: [
      { name: 'out', type: 'symlink', linkname: '../evil' },
      { name: 'out', content: 'x' },
    ],
  },
  {
    title: 'a folder that becomes a link',
    entries: [
      { name: 'a', type: 'directory' },
      { name: 'a', type: 'symlink', linkname: '..' },
      { name: 'a/evil', content: 'x' },
    ],
  },
  { title: 'a hard link', entries: [{ name: 'a', type: 'link', linkname: '/etc/passwd' }] },
  { title: 'a device', entries: [{ name: 'a', type: 'character-device', devmajor: 1, devminor: 3 }] },
  { title: 'a pipe', entries: [{ name: 'a', type: 'fifo' }] },
  { title: 'a file without its folder', entries: [{ name: 'a/b', content: 'x' }] },
  { title: 'a dot segment', entries: [{ name: './a', content: 'x' }] },
  {
    title: 'an empty segment',
    entries: [
      { name: 'a', type: 'directory' },
      { name: 'a//b', content: 'x' },
    ],
  },
  { title: 'the folder itself', entries: [{ name: '.', type: 'directory' }] },
] as const;

for (const { title, entries } of hostile) {
  test(`an archive with ${title} is damaged, and nothing of it stays`, async (t) => {
    const home = await temporaryDirectory(t);
    const { archive, digest } = await makeArchive(entries);
    const fault = await t.throwsAsync(unpackSlug(archive(), { folder: join(home, 'in', '..', 'out'), digest }), { instanceOf: Fault });
    t.is(fault.code, 'slug/damaged');
    t.deepEqual(await readdir(home), []);
  });
}

test('an archive that is not what its digest says is damaged, also when it unpacks well', async (t) => {
  const home = await temporaryDirectory(t);
  const { archive } = await makeArchive([{ name: 'a', content: 'x' }]);
  const digest = createHash('sha256').update('other').digest('hex') as SlugDigest;
  const fault = await t.throwsAsync(unpackSlug(archive(), { folder: join(home, 'out'), digest }), { instanceOf: Fault });
  t.is(fault.code, 'slug/damaged');
  t.deepEqual(await readdir(home), []);
});

test('a cut or changed archive is damaged wherever it is cut or changed', async (t) => {
  const home = await temporaryDirectory(t);
  const { bytes, digest } = await makeArchive([
    { name: 'a', type: 'directory' },
    { name: 'a/b', content: randomBytes(3000).toString('hex') },
  ]);
  for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x55;
    for (const content of [bytes.subarray(0, at), changed]) {
      const fault = await t.throwsAsync(unpackSlug(sealed(content).archive(), { folder: join(home, 'out'), digest }), {
        instanceOf: Fault,
      });
      t.is(fault.code, 'slug/damaged');
    }
  }
  t.deepEqual(await readdir(home), []);
});

test('garbage with a right digest is damaged', async (t) => {
  const home = await temporaryDirectory(t);
  for (const bytes of [randomBytes(5000), zstdCompressSync(randomBytes(5000)), zstdCompressSync(Buffer.alloc(0)).subarray(0, 4)]) {
    const { archive, digest } = sealed(bytes);
    const fault = await t.throwsAsync(unpackSlug(archive(), { folder: join(home, 'out'), digest }), { instanceOf: Fault });
    t.is(fault.code, 'slug/damaged');
  }
});

test('a bomb stops at the limit', async (t) => {
  const home = await temporaryDirectory(t);
  const { archive, digest, bytes } = await makeArchive([{ name: 'zeros', content: '\0'.repeat(20_000_000) }]);
  t.true(bytes.length < 10_000);
  const limits = { ...slugLimits, unpackedBytes: 1_000_000, entries: 10 };
  const fault = await t.throwsAsync(unpackSlug(archive(), { folder: join(home, 'out'), digest, limits }), { instanceOf: Fault });
  t.is(fault.code, 'slug/too-large');
  t.deepEqual(await readdir(home), []);
});

test('an archive of too many files stops at the limit', async (t) => {
  const home = await temporaryDirectory(t);
  const { archive, digest } = await makeArchive(Array.from({ length: 50 }, (_, index) => ({ name: `f${index}`, content: '' })));
  const limits = { ...slugLimits, entries: 40 };
  const fault = await t.throwsAsync(unpackSlug(archive(), { folder: join(home, 'out'), digest, limits }), { instanceOf: Fault });
  t.is(fault.code, 'slug/too-large');
});

test('a store that fails while it is read is not called a damaged slug', async (t) => {
  const home = await temporaryDirectory(t);
  const { bytes, digest } = await makeArchive([{ name: 'a', content: 'x' }]);
  const broken = async function* () {
    yield bytes.subarray(0, 20);
    throw new Error('connection lost');
  };
  await t.throwsAsync(unpackSlug(broken(), { folder: join(home, 'out'), digest }), { message: 'connection lost' });
  t.deepEqual(await readdir(home), []);
});

test('a folder that is there already is not touched', async (t) => {
  const home = await temporaryDirectory(t);
  const { archive, digest } = await makeArchive([{ name: 'a', content: 'x' }]);
  await unpackSlug(archive(), { folder: join(home, 'out'), digest });
  await t.throwsAsync(unpackSlug(archive(), { folder: join(home, 'out'), digest }), { code: 'EEXIST' });
  await t.notThrowsAsync(access(join(home, 'out', 'a')));
});
