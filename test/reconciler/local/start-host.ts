import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import type { DeployId, Desired } from '../../../core/index.ts';
import type { LocalSubject } from './open-local-engine.ts';

export type HostJob = {
  readonly desired: Desired;
  readonly deploy: DeployId;
  /** `live`: the rollout's end. `starting`: its first event. `running`: the first line of `command`, run with the id `host`. */
  readonly until: 'live' | 'starting' | 'running';
  readonly command?: string;
};

/** A server process with an engine in it that has come as far as told. `kill` is a kill -9, and resolves when it is dead. */
export const startHost = async (
  t: ExecutionContext<unknown>,
  { deps, folder, slug: _ }: LocalSubject,
  job: HostJob,
): Promise<{ readonly kill: () => Promise<void> }> => {
  const main = fileURLToPath(new URL('./host.ts', import.meta.url));
  const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  t.teardown(kill);
  child.stdin.end(JSON.stringify({ folder, treesFolder: deps.treesFolder, baseEnvironment: deps.baseEnvironment, ...job }));
  for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') return { kill };
  throw new Error('the host ended too early');
};
