import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { silentLog } from '../../../core/index.ts';
import { createLocalEngine } from '../../../reconciler/engines/local/index.ts';
import { startRouter } from '../../../reconciler/engines/local/router/index.ts';
import type { HostJob } from './start-host.ts';

/** A server with nothing but an engine, to be killed. Reads its job from standard input and says `ready` when it is that far. */
type Input = HostJob & { readonly folder: string; readonly treesFolder: string; readonly baseEnvironment: Record<string, string> };

const never = new AbortController().signal;
const { desired, deploy, until, command = 'true', ...input } = (await json(process.stdin)) as Input;
const node = { execPath: process.execPath, env: {} };
const engine = createLocalEngine({
  ...input,
  node,
  router: await startRouter({ folder: input.folder, node, port: 0, log: silentLog }),
  slugs: { unpack: (_app, digest, to) => cp(join(input.folder, '..', 'slugs', digest), to, { recursive: true }) },
  onEvent: () => {},
  log: silentLog,
  now: Date.now,
});
const ready = () => void process.stdout.write('ready\n');

await engine.ensure(desired.app);
await engine.prepare(desired, never);
if (until === 'running') await engine.run(desired, { id: 'host', process: 'release', command, timeLimitMs: 60_000, output: ready }, never);
const rollout = await engine.apply(desired, { deploy, mode: 'roll' });
if (until === 'starting') {
  for await (const _event of rollout.events(0, never)) {
    ready();
    break;
  }
}
const outcome = await rollout.outcome(never);
if (until === 'live' && outcome.kind === 'live') ready();
