/**
 * Every failure a person can meet, in one table. A code keeps its meaning once released.
 * docs/errors.md has a section for each; a test compares the two.
 * `status`: HTTP. `exit`: of the command line. `retry`: whether the same call may work later without a change.
 */
export const faults = {
  'account/exists': { status: 422, exit: 5, retry: 'never' },
  'app/exists': { status: 422, exit: 5, retry: 'never' },
  'app/invalid-name': { status: 422, exit: 6, retry: 'never' },
  'app/no-release': { status: 409, exit: 5, retry: 'never' },
  'app/not-answering': { status: 502, exit: 10, retry: 'later' },
  'app/not-found': { status: 404, exit: 4, retry: 'never' },
  'app/not-running': { status: 503, exit: 10, retry: 'later' },
  'auth/forbidden': { status: 403, exit: 3, retry: 'never' },
  'auth/required': { status: 401, exit: 3, retry: 'never' },
  'auth/too-many-attempts': { status: 429, exit: 3, retry: 'later' },
  'build/buildpack-invalid': { status: 422, exit: 6, retry: 'never' },
  'build/failed': { status: 422, exit: 1, retry: 'never' },
  'build/no-buildpack': { status: 422, exit: 6, retry: 'never' },
  'build/procfile-invalid': { status: 422, exit: 6, retry: 'never' },
  'config/invalid-name': { status: 422, exit: 6, retry: 'never' },
  'config/not-found': { status: 404, exit: 4, retry: 'never' },
  'config/push-refused': { status: 422, exit: 6, retry: 'never' },
  'config/too-large': { status: 422, exit: 6, retry: 'never' },
  'config/unreadable': { status: 500, exit: 1, retry: 'never' },
  'data/failed': { status: 500, exit: 1, retry: 'later' },
  'data/full': { status: 507, exit: 1, retry: 'later' },
  'data/in-use': { status: 409, exit: 5, retry: 'later' },
  'data/too-new': { status: 500, exit: 1, retry: 'never' },
  'data/unwritable': { status: 500, exit: 1, retry: 'never' },
  'deploy/cancelled': { status: 409, exit: 1, retry: 'never' },
  'deploy/conflict': { status: 409, exit: 5, retry: 'later' },
  'deploy/failed': { status: 422, exit: 1, retry: 'never' },
  'deploy/not-found': { status: 404, exit: 4, retry: 'never' },
  'deploy/over': { status: 409, exit: 5, retry: 'never' },
  'deploy/undecided': { status: 503, exit: 10, retry: 'later' },
  'engine/away': { status: 503, exit: 10, retry: 'later' },
  'engine/unsupported': { status: 422, exit: 6, retry: 'never' },
  'platform/insecure': { status: 500, exit: 2, retry: 'never' },
  'platform/invalid-setting': { status: 500, exit: 2, retry: 'never' },
  'platform/port-taken': { status: 500, exit: 1, retry: 'later' },
  'platform/unreachable': { status: 503, exit: 10, retry: 'later' },
  'process/invalid': { status: 422, exit: 6, retry: 'never' },
  'push/invalid': { status: 422, exit: 6, retry: 'never' },
  'push/refused': { status: 422, exit: 6, retry: 'never' },
  'release/not-found': { status: 404, exit: 4, retry: 'never' },
  'repository/damaged': { status: 500, exit: 1, retry: 'never' },
  'request/invalid': { status: 422, exit: 6, retry: 'never' },
  'request/unknown-route': { status: 404, exit: 4, retry: 'never' },
  'slug/damaged': { status: 500, exit: 1, retry: 'never' },
  'slug/not-found': { status: 410, exit: 1, retry: 'never' },
  'slug/too-large': { status: 422, exit: 6, retry: 'never' },
  'sops/failed': { status: 500, exit: 1, retry: 'later' },
  'sops/missing': { status: 500, exit: 1, retry: 'never' },
  'usage/invalid': { status: 422, exit: 2, retry: 'never' },
  interrupted: { status: 499, exit: 130, retry: 'later' },
  bug: { status: 500, exit: 70, retry: 'later' },
} as const satisfies Record<string, { status: number; exit: number; retry: 'never' | 'later' }>;

export type FaultCode = keyof typeof faults;

/** A place in a file a person wrote. Line and column count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

export type FaultDetails = {
  /** The next thing to type or change. One action. */
  readonly hint?: string;
  readonly at?: Place;
  /** Safe to show and to log. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
  /** What went wrong below. For the log only, never shown. */
  readonly cause?: unknown;
  /** Last lines of output that explain the failure (an app's, a build's). Shown. */
  readonly lastLines?: readonly string[];
};

/** An expected failure: `code` for machines, `message` (what happened, with the thing's name) and `hint` for people. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: FaultDetails;

  constructor(code: FaultCode, message: string, details: FaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Fault';
    this.code = code;
    this.details = details;
  }
}

export const isFault = (error: unknown, code?: FaultCode): error is Fault =>
  error instanceof Fault && (code === undefined || error.code === code);

/** Anything unknown becomes `bug`; a full disk or a read-only folder is named as such wherever it is met. */
export const asFault = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const errno = (error as { code?: unknown } | null)?.code;
  if (errno === 'ENOSPC' || errno === 'EDQUOT') {
    return new Fault('data/full', 'The disk of the data folder is full.', {
      hint: 'Free some space, then try again; nothing was lost.',
      cause: error,
    });
  }
  if (errno === 'EROFS' || errno === 'EACCES') {
    return new Fault('data/unwritable', `The data folder can't be written: ${String((error as Error).message)}.`, {
      hint: 'Give this user write access to it.',
      cause: error,
    });
  }
  return new Fault('bug', 'Something went wrong inside the platform.', {
    hint: 'The server log has the details; please report it.',
    cause: error,
  });
};
