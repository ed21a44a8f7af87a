import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** A fresh folder, removed when the test ends. Its path is short, since unix sockets in it may have 107 bytes at most. */
export const temporaryDirectory = async (t: ExecutionContext<unknown>): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'sl-'));
  t.teardown(() => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return path;
};
