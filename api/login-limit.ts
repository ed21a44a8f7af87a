import { Fault } from '../core/index.ts';

const allowed = 10;
const windowMs = 15 * 60_000;
const keysKept = 10_000;

export type LoginLimit = {
  /** Throws `auth/too-many-attempts` for who failed 10 times in 15 minutes. */
  readonly check: (who: string) => void;
  readonly failed: (who: string) => void;
  readonly succeeded: (who: string) => void;
};

/** Failed sign-ins per address and e-mail, in memory. At most 10,000 are remembered, the oldest go first. */
export const createLoginLimit = (now: () => number): LoginLimit => {
  const failures = new Map<string, { count: number; readonly until: number }>();
  return {
    check: (who) => {
      const entry = failures.get(who);
      if (entry === undefined || entry.until <= now() || entry.count < allowed) return;
      const seconds = Math.ceil((entry.until - now()) / 1000);
      throw new Fault('auth/too-many-attempts', 'Too many failed attempts to sign in.', {
        hint: `Wait ${Math.ceil(seconds / 60)} min, then try again.`,
        data: { retryAfterSeconds: seconds },
      });
    },
    failed: (who) => {
      const entry = failures.get(who);
      if (entry !== undefined && entry.until > now()) {
        entry.count += 1;
        return;
      }
      failures.delete(who);
      failures.set(who, { count: 1, until: now() + windowMs });
      const oldest = failures.keys().next().value;
      if (failures.size > keysKept && oldest !== undefined) failures.delete(oldest);
    },
    succeeded: (who) => failures.delete(who),
  };
};
