import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Fault, isFault } from '../../core/index.ts';
import { namingHolder } from '../../wiring/name-holder.ts';
import { listenAgain } from '../../wiring/ports-file.ts';
import { probePort } from '../../wiring/probe-port.ts';
import { openListener } from '../helpers/open-listener.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { testWhere } from '../helpers/test-where.ts';

const open = async (t: ExecutionContext<unknown>) => {
  const home = await temporaryDirectory(t);
  const file = join(home, 'ports.json');
  const asked: number[] = [];
  const listen = async (wanted: number): Promise<number> =>
    await listenAgain({
      home,
      wanted,
      listen: async (port) => {
        asked.push(port);
        const { server, ...listening } = await openListener(t, port);
        // The server of this start is over before the next one.
        await new Promise((resolve) => server.close(resolve));
        return listening;
      },
    });
  return { file, asked, listen };
};

test('a port chosen once is asked for again at the next start', async (t) => {
  const { file, asked, listen } = await open(t);
  const port = await listen(0);
  t.true(port > 0);
  t.deepEqual(JSON.parse(await readFile(file, 'utf8')), { server: port });
  t.is(await listen(0), port);
  t.deepEqual(asked, [0, port]);
});

test('a file that says what is so already is not written again', async (t) => {
  const { file, listen } = await open(t);
  await listen(0);
  const { ino } = await stat(file);
  await listen(0);
  t.is((await stat(file)).ino, ino);
});

test('where the remembered port is taken, another free one is taken and remembered', async (t) => {
  const { file, asked, listen } = await open(t);
  const { port: taken } = await openListener(t, 0);
  await writeFile(file, JSON.stringify({ server: taken }));
  const port = await listen(0);
  t.not(port, taken);
  t.deepEqual(asked, [taken, 0]);
  t.is(await listen(0), port);
});

test('a port that was asked for by number is that one or none', async (t) => {
  const { file, asked, listen } = await open(t);
  const { port: taken } = await openListener(t, 0);
  const error = await t.throwsAsync(listen(taken));
  t.true(isFault(error, 'platform/port-taken'));
  t.deepEqual(asked, [taken]);
  t.false(existsSync(file));
});

test('a port asked for by number wins over the one remembered, and is remembered', async (t) => {
  const { file, asked, listen } = await open(t);
  const { port: wanted, server } = await openListener(t, 0);
  await new Promise((resolve) => server.close(resolve));
  await writeFile(file, JSON.stringify({ server: 1 }));
  t.is(await listen(wanted), wanted);
  t.deepEqual(asked, [wanted]);
  t.deepEqual(JSON.parse(await readFile(file, 'utf8')), { server: wanted });
});

test('a failure that is not about a taken port is told as it is', async (t) => {
  const home = await temporaryDirectory(t);
  await writeFile(join(home, 'ports.json'), '{"server":4321}');
  const asked: number[] = [];
  const listen = async (port: number): Promise<never> => {
    asked.push(port);
    throw new Error('EACCES');
  };
  await t.throwsAsync(listenAgain({ home, wanted: 0, listen }), { message: 'EACCES' });
  t.deepEqual(asked, [4321]);
});

test('a file that is not ours says nothing, and is replaced', async (t) => {
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"server":"x"}',
    '{"server":-5}',
    '{"server":65536}',
    '{"server":123456}',
    '\u0000'.repeat(1000),
  ]) {
    const { file, asked, listen } = await open(t);
    await writeFile(file, text);
    const port = await listen(0);
    t.deepEqual(asked, [0], text);
    t.deepEqual(JSON.parse(await readFile(file, 'utf8')), { server: port });
  }
});

test('a port is probed: free, any, or taken, which is told with its number', async (t) => {
  const { port, server } = await openListener(t, 0);
  const error = await t.throwsAsync(probePort({ host: '127.0.0.1', port }));
  t.true(isFault(error, 'platform/port-taken') && error.details.data?.['port'] === port);
  await new Promise((resolve) => server.close(resolve));
  await probePort({ host: '127.0.0.1', port });
  // It has let go of what it probed.
  await probePort({ host: '127.0.0.1', port });
  await probePort({ host: '127.0.0.1', port: 0 });
});

test('a probe that fails otherwise says how', async (t) => {
  await t.throwsAsync(probePort({ host: '203.0.113.7', port: 4321 }), { code: 'EADDRNOTAVAIL' });
});

const linux = { holds: existsSync('/proc/net/tcp'), otherwise: 'this system has no /proc/net/tcp' };
const taken = (port: number) => new Fault('platform/port-taken', `Port ${port} is taken.`);

testWhere(linux, 'who holds a taken port is named, with the setting that chooses another', async (t) => {
  const { port } = await openListener(t, 0);
  const below = taken(port);
  const error = await namingHolder(below, port);
  t.true(isFault(error, 'platform/port-taken'));
  if (!isFault(error)) return;
  t.regex(error.message, new RegExp(`^Port ${port} is taken by .*\\(process ${process.pid}\\)\\.$`));
  t.true(error.details.hint?.includes('SLUICE_PORT='));
  t.is(error.details.cause, below);
});

test('where nobody can be named, the port and the setting are told all the same', async (t) => {
  const error = await namingHolder(taken(1), 1);
  t.true(isFault(error, 'platform/port-taken'));
  t.is((error as Fault).message, 'Port 1 is taken.');
});

test('any other failure stays what it is', async (t) => {
  for (const error of [new Error('other'), new Fault('data/full', 'Full.'), undefined, 'text']) t.is(await namingHolder(error, 1), error);
});
