import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { SopsPin } from '../../../gitserver/sops/obtain-pins.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

/** A script that answers as sops does, long enough to be downloaded in steps. */
export const fakeSops = (version = '3.11.0'): Buffer =>
  Buffer.from(`#!/bin/sh\necho 'sops ${version} (latest)'\nexit 0\n${'#'.repeat(200_000)}\n`);

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const pinOf = (program: Buffer, wheel: Buffer = Buffer.alloc(0)): SopsPin => ({
  release: 'sops-for-test',
  sizeBytes: program.length,
  sha256: sha256(program),
  wheel: { tag: 'manylinux_2_17_x86_64', sizeBytes: wheel.length, sha256: sha256(wheel) },
});

/** A server on a free loopback port; resolves to its address. */
export const listen = async (t: ExecutionContext<unknown>, answer: RequestListener): Promise<string> => {
  const server = http.createServer(answer);
  return open(t, server);
};

/** Lets a server listen until the test ends, and cuts what is still connected then. */
export const open = async (t: ExecutionContext<unknown>, server: http.Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** An empty machine: a cache folder, an own PATH, a place for the lines said, and the files that are left. */
export const emptyMachine = async (t: ExecutionContext<unknown>) => {
  const folder = await temporaryDirectory(t);
  const cacheFolder = join(folder, 'tools');
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const said: string[] = [];
  const install = async (name: string, script: string | Buffer): Promise<string> => {
    const path = join(bin, name);
    await writeFile(path, script, { mode: 0o755 });
    return path;
  };
  const kept = async (): Promise<readonly string[]> => (await readdir(cacheFolder).catch(() => [])).sort();
  return { folder, cacheFolder, bin, said, say: (line: string) => void said.push(line), install, kept };
};
