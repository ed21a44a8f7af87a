import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import test from 'ava';
import { portHolder } from '../../system/index.ts';
import { testWhere } from '../helpers/test-where.ts';

const linux = { holds: existsSync('/proc/net/tcp'), otherwise: 'this system has no /proc/net/tcp' };

testWhere(linux, 'the holder of a port is named with its process id', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  t.regex((await portHolder(port)) ?? '', new RegExp(`\\(process ${process.pid}\\)$`));
  await new Promise((resolve) => server.close(resolve));
  t.is(await portHolder(port), undefined);
});

test('a port that nobody holds has no holder', async (t) => {
  t.is(await portHolder(1), undefined);
});
