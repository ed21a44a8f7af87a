import { createHash } from 'node:crypto';
import {
  type App,
  type Author,
  type ChangeOptions,
  type ChangeRequest,
  type Control,
  type Edit,
  Fault,
  newDeployId,
  type Oid,
  randomWord,
} from '../../core/index.ts';
import { begin, unwrap } from './begin.ts';
import { cancelDeploy, cancelHolder } from './cancel.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import { describeTimings } from './records.ts';
import { readStanding } from './refs.ts';
import { readState } from './state.ts';

/** The protocol's door for everything that is not a push. */
export const createControl = (deps: ProtocolDeps, state: ProtocolState): Control => ({
  change: async (app, request, options, output) => {
    if (request.kind === 'rollback') await makeWay(deps, state, app, { version: request.version, by: options.by });
    const deploy = newDeployId();
    const { answer } = begin(deps, state, {
      deploy,
      app,
      kind: request.kind,
      by: options.by,
      what: `${request.kind} by ${options.by.email}`,
      rollOut: options.rollOut,
      createdAt: deps.now(),
      edit: (base) => toEdit(deps, app, base, request, options),
      output,
      signal: options.signal,
    });
    const ending = unwrap(await answer);
    if (ending.kind === 'unchanged') return ending;
    const { commit, version, summary } = ending.deploy;
    if (commit === undefined || version === undefined) throw new Fault('bug', 'A deploy that ended well has no release.');
    if (ending.kind === 'live') output(`Live: ${summary} (${describeTimings(ending.timings)})`);
    return { kind: ending.kind, deploy: ending.deploy.id, version, commit, summary, timings: ending.timings };
  },
  cancel: (app, id, by) => cancelDeploy(deps, state, app, id, by),
  follow: (_app, id, from, signal) => state.feeds.follow(id, from, signal),
  state: (app) => readState(deps, app),
  environment: async (app) => (await deps.repositories.desired(app, (await readStanding(deps.repositories, app.id)).main)).environment,
  releases: async (app, limit) => await deps.repositories.releases(app.id, (await readStanding(deps.repositories, app.id)).main, limit),
  create: async (app, by) => {
    await deps.repositories.create(app, by);
    await deps.engine.ensure(app);
  },
  destroy: (app, by) => destroy(deps, state, app, by),
});

/** Under the lock: what the request means on this base. */
const toEdit = async (deps: ProtocolDeps, app: App, base: Oid, request: ChangeRequest, options: ChangeOptions): Promise<Edit> => {
  switch (request.kind) {
    case 'env':
    case 'scale':
      return request;
    case 'restart':
      if ((await deps.repositories.desired(app, base)).release === undefined) throw noRelease(app);
      return { kind: 'restart', nonce: toNonce(options.idempotencyKey) };
    case 'rollback':
      return await toRollback(deps, app, base, request.version);
    default:
      return request satisfies never;
  }
};

/** The same key gives the same nonce, so a repeated request changes nothing: idempotent even over a crash. */
const toNonce = (key: string | undefined): string =>
  key === undefined ? randomWord(12) : createHash('sha256').update(key).digest('hex').slice(0, 12);

const toRollback = async (deps: ProtocolDeps, app: App, base: Oid, version: number | undefined): Promise<Edit> => {
  const newest = await deps.repositories.version(app.id, base);
  const wanted = version ?? newest - 1;
  if (newest === 0) throw noRelease(app);
  const found =
    wanted >= 1 && wanted <= newest
      ? (await deps.repositories.releases(app.id, base, newest - wanted + 1)).find((release) => release.version === wanted)
      : undefined;
  if (found === undefined) {
    throw new Fault(
      'release/not-found',
      wanted < 1 ? `App ${app.name} has no release before v1.` : `App ${app.name} has no release v${wanted}.`,
      {
        hint: `The newest is v${newest}. See them: sluice releases -a ${app.name}`,
      },
    );
  }
  const { release } = await deps.repositories.desired(app, found.commit);
  if (release !== undefined && !(await deps.slugs.has(app.id, release.slug.digest))) {
    throw new Fault('slug/not-found', `The slug of v${wanted} is gone: only the newest ones are kept.`, {
      hint: `Push its source again: ${found.source}`,
    });
  }
  return { kind: 'rollback', version: wanted, commit: found.commit };
};

type Rollback = { readonly version: number | undefined; readonly by: Author };

/** A rollback ends what is under way, but not when it can't be done itself. */
const makeWay = async (deps: ProtocolDeps, state: ProtocolState, app: App, { version, by }: Rollback): Promise<void> => {
  await toRollback(deps, app, (await readStanding(deps.repositories, app.id)).main, version);
  await cancelHolder(deps, state, app, by);
};

/** Nobody can rejoin a destroyed app, so what is under way is cancelled and waited for first. */
const destroy = async (deps: ProtocolDeps, state: ProtocolState, app: App, by: Author): Promise<void> => {
  const holder = state.deployLock.holder(app.id)?.deploy;
  for (const [id, active] of state.active) if (active.app === app.id && id !== holder) active.cancel.abort();
  await cancelHolder(deps, state, app, by);
  const unlock = await state.deployLock.acquire({
    key: app.id,
    holder: { deploy: newDeployId(), what: `destroy by ${by.email}`, since: deps.now() },
    first: true,
    signal: deps.stopping,
    onWait: () => {},
  });
  try {
    await deps.engine.destroy(app);
    await deps.repositories.destroy(app);
    await deps.records.append({ kind: 'app-destroyed', app: app.id, at: deps.now(), by: by.email });
  } finally {
    unlock();
  }
};

const noRelease = (app: App): Fault =>
  new Fault('app/no-release', `App ${app.name} has no release yet, so there is nothing to do that with.`, {
    hint: 'Deploy it first: git push sluice main',
  });
