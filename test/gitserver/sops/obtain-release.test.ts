import { readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Fault, type FaultCode } from '../../../core/index.ts';
import { obtainSops } from '../../../gitserver/sops/obtain.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { emptyMachine, fakeSops, listen, pinOf } from './sops-mirror.ts';

const program = fakeSops();
const pins = { 'test-test': pinOf(program) };

const machine = async (t: ExecutionContext, mirror: string) => {
  const place = await emptyMachine(t);
  const env: Record<string, string> = { PATH: place.bin, SLUICE_SOPS_URL: mirror };
  const options = { env, cacheFolder: place.cacheFolder, say: place.say, platform: 'test', arch: 'test', pins, patienceMs: 20_000 };
  return { ...place, env, options, fault: (code: FaultCode) => faultOf(t, code, obtainSops(options)) };
};

const faultOf = async (t: ExecutionContext, code: FaultCode, attempt: Promise<unknown>): Promise<Fault> => {
  const fault = await t.throwsAsync(attempt, { instanceOf: Fault });
  t.is(fault.code, code, fault.message);
  return fault;
};

test('the pinned program comes from the mirror, with its size and progress told', async (t) => {
  const asked: (string | undefined)[] = [];
  const mirror = await listen(t, (request, response) => {
    asked.push(request.url);
    response.end(program);
  });
  const { options, kept, said } = await machine(t, `${mirror}/files/`);
  const path = await obtainSops(options);
  t.deepEqual(asked, ['/files/sops-for-test']);
  t.deepEqual(await readFile(path), program);
  t.is((await stat(path)).mode & 0o777, 0o755);
  t.is((await kept()).length, 2, 'the program and its mark');
  t.true(said.some((line) => line.includes('MB')));
  t.true(said.some((line) => line.includes('100 %')));
});

test('a redirect to another path is followed', async (t) => {
  const mirror = await listen(t, (request, response) => {
    if (request.url === '/elsewhere') response.end(program);
    else response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const { options } = await machine(t, mirror);
  t.deepEqual(await readFile(await obtainSops(options)), program);
});

const failures: readonly { title: string; answer: Parameters<typeof listen>[1]; patienceMs?: number }[] = [
  { title: 'another program of the same size', answer: (_, response) => response.end(Buffer.alloc(program.length, '#')) },
  { title: 'a longer program', answer: (_, response) => response.end(Buffer.concat([program, program])) },
  { title: 'a shorter program in chunks', answer: (_, response) => void response.write(program.subarray(0, 1000), () => response.end()) },
  {
    title: 'a connection that is cut',
    answer: (_, response) => {
      response.writeHead(200, { 'content-length': program.length });
      response.write(program.subarray(0, 1000), () => response.destroy());
    },
  },
  { title: 'a server that never answers', answer: () => {}, patienceMs: 300 },
  { title: 'a server that does not have it', answer: (_, response) => response.writeHead(404).end('no') },
  { title: 'a server that leads in circles', answer: (_, response) => response.writeHead(301, { location: '/again' }).end() },
  { title: 'a server that leads nowhere', answer: (_, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end() },
];

for (const { title, answer, patienceMs = 20_000 } of failures) {
  test(`${title} leaves nothing behind and ends in the line to type`, async (t) => {
    const { options, kept } = await machine(t, await listen(t, answer));
    const fault = await faultOf(t, 'sops/missing', obtainSops({ ...options, patienceMs }));
    t.is(fault.details.hint, 'SLUICE_SOPS=/path/to/sops npm run demo');
    t.deepEqual(await kept(), []);
  });
}

test('a machine without network and without Python is told so at once', async (t) => {
  const { fault, env } = await machine(t, 'http://127.0.0.1:9');
  env['npm_lifecycle_event'] = 'start';
  const before = Date.now();
  const { message, details } = await fault('sops/missing');
  t.true(Date.now() - before < 5000);
  t.is(details.hint, 'SLUICE_SOPS=/path/to/sops npm start');
  t.regex(message, /release: .*; pip: there is no python3/);
});

test('an interrupted download leaves nothing behind', async (t) => {
  const mirror = await listen(t, (_, response) => {
    response.writeHead(200, { 'content-length': program.length });
    response.write(program.subarray(0, 100_000));
  });
  const { options, said, kept } = await machine(t, mirror);
  const person = new AbortController();
  const attempt = obtainSops({ ...options, signal: person.signal });
  attempt.catch(() => {});
  await waitUntil('some of it came', () => said.some((line) => line.includes('%')));
  person.abort();
  await faultOf(t, 'interrupted', attempt);
  t.deepEqual(await kept(), []);
});

test('two at once both get it', async (t) => {
  const { options, kept } = await machine(t, await listen(t, (_, response) => response.end(program)));
  const [one, other] = await Promise.all([obtainSops(options), obtainSops(options)]);
  t.is(one, other);
  t.is((await kept()).length, 2);
});

test('a kept program is taken again without network', async (t) => {
  let requests = 0;
  const mirror = await listen(t, (_, response) => {
    requests += 1;
    response.end(program);
  });
  const { options } = await machine(t, mirror);
  const path = await obtainSops(options);
  t.is(await obtainSops(options), path);
  await utimes(path, new Date(), new Date());
  t.is(await obtainSops(options), path, 'its time changed, its content did not');
  t.is(requests, 1);
});

test('a kept program that was changed is fetched again', async (t) => {
  const { options } = await machine(t, await listen(t, (_, response) => response.end(program)));
  const path = await obtainSops(options);
  await truncate(path, 1000);
  t.is(await obtainSops(options), path);
  t.deepEqual(await readFile(path), program);
});

test('what a killed run left an hour ago is swept, what is young stays', async (t) => {
  const { options, cacheFolder, kept } = await machine(t, await listen(t, (_, response) => response.end(program)));
  const path = await obtainSops(options);
  await writeFile(join(cacheFolder, '.obtaining-old'), 'part');
  await utimes(join(cacheFolder, '.obtaining-old'), 0, 0);
  await writeFile(join(cacheFolder, '.obtaining-young'), 'part');
  await truncate(path, 0);
  await obtainSops(options);
  t.deepEqual(
    (await kept()).filter((name) => name.startsWith('.')),
    ['.obtaining-young'],
  );
});

test("a mirror's password is shown nowhere", async (t) => {
  const { options, fault, said } = await machine(t, 'http://me:sesame@127.0.0.1:9');
  const shown = await fault('sops/missing');
  t.notRegex(`${shown.message} ${shown.details.hint} ${said.join(' ')}`, /sesame/);
  options.env['SLUICE_SOPS_URL'] = 'ftp://me:sesame@mirror.example';
  t.notRegex((await fault('platform/invalid-setting')).message, /sesame/);
});

test('a platform without a pinned program is told what to type', async (t) => {
  const { options } = await machine(t, 'http://127.0.0.1:9');
  const fault = await faultOf(t, 'sops/missing', obtainSops({ ...options, arch: 'sparc' }));
  t.regex(fault.message, /test on sparc/);
});
