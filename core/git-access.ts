import type { Author } from './edit.ts';
import type { App } from './ids.ts';
import type { RepositoryKind } from './repositories.ts';

/** Of Basic authentication: e-mail and API key. */
export type GitCredentials = { readonly user: string; readonly secret: string };

/** `name`: as in the path, lower case; not known to exist. */
export type GitWanted = { readonly name: string; readonly repository: RepositoryKind; readonly service: 'fetch' | 'push' };

/** Who pushes or fetches, and what: proven by `authorise`, not by anything the client says later. */
export type GitCaller = { readonly app: App; readonly by: Author; readonly deployBranch?: string };
