import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault, type GitCaller, type Log, type RepositoryKind } from '../../core/index.ts';
import type { GitChild, GitEnd, GitStart } from './driver/git-child.ts';
import type { GitLimits, GitTransportDeps } from './types.ts';

/** One authorised request. */
export type Session = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: GitCaller;
  readonly repository: RepositoryKind;
  readonly path: string;
  /** Aborts when the client disconnects or the server stops. */
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
};

/** What all requests share. */
export type SessionDeps = Pick<GitTransportDeps, 'receive' | 'log' | 'folders'> & {
  readonly limits: GitLimits;
  readonly start: (start: GitStart) => Promise<GitChild>;
};

/** Why git gave no answer, for the person; the details go to the log. */
export const toGitFault = (log: Log, session: Session, end: GitEnd): Fault => {
  const { app } = session.caller;
  log.error('git failed', { app: app.name, repository: session.repository, how: end.how, complaint: end.complaint });
  if (/No space left on device|Disk quota exceeded/.test(end.complaint)) {
    return new Fault('data/full', 'The disk of the data folder is full.', { hint: 'Free some space on the server, then try again.' });
  }
  return new Fault('repository/damaged', `The ${session.repository} repository of «${app.name}» can't be read.`, {
    hint: "The server's log has git's own words.",
  });
};
