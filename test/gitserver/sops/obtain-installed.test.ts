import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Fault } from '../../../core/index.ts';
import { obtainSops } from '../../../gitserver/sops/obtain.ts';
import { parseSopsVersion } from '../../../gitserver/sops/obtain-installed.ts';
import { emptyMachine } from './sops-mirror.ts';

const obtain = async (t: ExecutionContext, scripts: Record<string, string>, env: Record<string, string> = {}) => {
  const { bin, cacheFolder, install, said, say } = await emptyMachine(t);
  for (const [name, script] of Object.entries(scripts)) await install(name, `#!/bin/sh\n${script}\n`);
  const named = env['SLUICE_SOPS']?.replace('BIN', bin);
  const whole = { PATH: bin, SLUICE_SOPS_URL: 'http://127.0.0.1:9', ...env, ...(named !== undefined && { SLUICE_SOPS: named }) };
  const attempt = obtainSops({ env: whole, cacheFolder, say, platform: 'none', arch: 'none' });
  return { bin, said, outcome: await attempt.catch((error: unknown) => error) };
};

test('a recent sops on PATH is taken, and asked without network', async (t) => {
  const { bin, outcome } = await obtain(t, { sops: 'case "$*" in *--disable-version-check*) echo "sops 3.9.0";; esac' });
  t.is(outcome, join(bin, 'sops'));
});

test('a sops on PATH that is too old is passed over and named', async (t) => {
  const { outcome, said } = await obtain(t, { sops: 'echo "sops 3.8.1 (latest)"' });
  t.is((outcome as Fault).code, 'sops/missing');
  t.regex(said.join(), /is sops 3\.8\.1, older than 3\.9/);
});

test('SLUICE_SOPS goes before PATH, as a path and as a name', async (t) => {
  const scripts = { sops: 'echo "sops 3.11.0"', other: 'echo "sops 3.10.2"' };
  const byPath = await obtain(t, scripts, { SLUICE_SOPS: 'BIN/other' });
  t.is(byPath.outcome, join(byPath.bin, 'other'));
  const byName = await obtain(t, scripts, { SLUICE_SOPS: 'other' });
  t.is(byName.outcome, join(byName.bin, 'other'));
});

const refused: readonly { title: string; script: string; named: string; says: RegExp }[] = [
  { title: 'too old', script: 'echo "sops 3.7.3"', named: 'BIN/program', says: /is sops 3\.7\.3/ },
  { title: 'another program', script: 'echo "ls 9.1"', named: 'BIN/program', says: /is not sops/ },
  { title: 'failing', script: 'echo no luck >&2; exit 3', named: 'BIN/program', says: /3: no luck/ },
  { title: 'hanging', script: 'exec /bin/sleep 60', named: 'BIN/program', says: /no answer within 2 s/ },
  { title: 'absent', script: '', named: 'BIN/nothing', says: /ENOENT/ },
  { title: 'absent from PATH', script: '', named: 'nothing', says: /is not on PATH/ },
];

for (const { title, script, named, says } of refused) {
  test(`SLUICE_SOPS that is ${title} is refused, though PATH has a good one`, async (t) => {
    const { outcome } = await obtain(t, { sops: 'echo "sops 3.11.0"', program: script }, { SLUICE_SOPS: named });
    if (!(outcome instanceof Fault)) return t.fail(String(outcome));
    t.is(outcome.code, 'sops/missing');
    t.regex(outcome.message, says);
    t.truthy(outcome.details.hint);
  });
}

test('versions are read from what sops prints, and from nothing else', (t) => {
  t.deepEqual(parseSopsVersion('sops 3.11.0 (latest)\n'), [3, 11, 0]);
  t.deepEqual(parseSopsVersion('sops v3.9.4'), [3, 9, 4]);
  for (const text of ['', 'sops', 'sops 3', 'sops x.y.z', '3.11.0', 'xsops 3.11.0', `sops ${'9'.repeat(400)}.1.1`, '\u0000']) {
    t.is(parseSopsVersion(text), undefined, JSON.stringify(text.slice(0, 20)));
  }
});
