import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GitCaller, GitCredentials, GitWanted, Log, Receive } from '../../core/index.ts';
import type { RepositoryPath } from '../repositories/repository-path.ts';

/** Limits of what one request may ask for. */
export type GitLimits = {
  /** Largest pack of a push. Default: 1 GiB. */
  readonly packBytes: number;
  /** Largest body of a fetch, and of any compressed request once inflated. Default: 64 MiB. */
  readonly bodyBytes: number;
  /** Largest list of refs and push options. Default: 4 MiB. */
  readonly commandBytes: number;
  /** Most refs in one push. Default: 10,000. */
  readonly refs: number;
  /** A connection with no byte in either direction for this long is closed. Default: 120,000. */
  readonly idleMs: number;
  /** How long `stop` waits for pushes that are being judged or landed before it kills their git. Default: 10,000. */
  readonly stopMs: number;
};

export type GitTransportDeps = {
  /** Called on every request before git runs. Throws `auth/required`, `auth/forbidden`, `app/not-found`; the text reaches the user. */
  readonly authorise: (credentials: GitCredentials | undefined, wanted: GitWanted) => Promise<GitCaller>;
  readonly repositoryPath: RepositoryPath;
  readonly receive: Receive;
  readonly log: Log;
  /** `run`: an existing folder for what has to be on disk while a push is exported. */
  readonly folders: { readonly run: string };
  /** Put into the environment of every git child, so that an earlier life's children can be found. */
  readonly childMarker: Readonly<Record<string, string>>;
  /** PATH of git children: where `git`, `sh` and `cat` are. */
  readonly searchPath: string;
  readonly limits?: Partial<GitLimits>;
};

export type GitTransport = {
  /** Answers one request of git's smart HTTP protocol, body unread. Never rejects; resolves when all the request started is over. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Refuses what comes, aborts what runs, resolves when no git child is left. */
  readonly stop: () => Promise<void>;
};
