import { type App, type DeployId, Fault } from '../../core/index.ts';

/** Who holds or wants a lock, for the people who wait. `since`: milliseconds since the epoch. */
export type Holder = { readonly deploy: DeployId; readonly what: string; readonly since: number };

export type Wanted = {
  readonly key: string;
  readonly holder: Holder;
  /** Before those that are not (a rollback). */
  readonly first: boolean;
  readonly signal: AbortSignal;
  /** Called once with the present holder when there is a wait. */
  readonly onWait: (holder: Holder) => void;
};

/** One holder per key; others queue in order of arrival, rollbacks (among themselves in order too) before them. */
export type DeployLock = {
  /** Resolves to the function that gives it back (idempotent). Rejects with `deploy/cancelled` when the signal aborts in the queue. */
  readonly acquire: (wanted: Wanted) => Promise<() => void>;
  readonly holder: (key: string) => Holder | undefined;
};

type Waiting = { readonly holder: Holder; readonly first: boolean; readonly grant: () => void };
type Line = { holder: Holder; readonly queue: Waiting[] };

export const createDeployLock = (): DeployLock => {
  const lines = new Map<string, Line>();

  const give = (key: string): (() => void) => {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const line = lines.get(key);
      const next = line?.queue.shift();
      if (line === undefined || next === undefined) lines.delete(key);
      else {
        line.holder = next.holder;
        next.grant();
      }
    };
  };

  const wait = (line: Line, wanted: Wanted): Promise<() => void> =>
    new Promise((resolve, reject) => {
      const waiting: Waiting = {
        holder: wanted.holder,
        first: wanted.first,
        grant: () => {
          wanted.signal.removeEventListener('abort', leave);
          resolve(give(wanted.key));
        },
      };
      const leave = () => {
        line.queue.splice(line.queue.indexOf(waiting), 1);
        reject(cancelledInQueue());
      };
      wanted.signal.addEventListener('abort', leave, { once: true });
      const ordinary = wanted.first ? line.queue.findIndex(({ first }) => !first) : -1;
      line.queue.splice(ordinary < 0 ? line.queue.length : ordinary, 0, waiting);
    });

  return {
    holder: (key) => lines.get(key)?.holder,
    acquire: async (wanted) => {
      if (wanted.signal.aborted) throw cancelledInQueue();
      const line = lines.get(wanted.key);
      if (line === undefined) {
        lines.set(wanted.key, { holder: wanted.holder, queue: [] });
        return give(wanted.key);
      }
      wanted.onWait(line.holder);
      return await wait(line, wanted);
    },
  };
};

const cancelledInQueue = (): Fault =>
  new Fault('deploy/cancelled', 'Cancelled while it waited for its turn; nothing was changed.', { hint: 'Send it again when you like.' });

/** For whoever waits: who holds the lock, since when, and how to cancel it. */
export const describeWait = ({ what, deploy, since }: Holder, app: App, now: number): string =>
  `Waiting for ${what} (deploy ${deploy}, since ${Math.round((now - since) / 1000)} s); to cancel it: sluice deploys:cancel ${deploy} -a ${app.name}`;
