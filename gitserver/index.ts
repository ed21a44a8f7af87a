export { type AppKeyStore, createKeyRing, type KeyRing } from './keys/key-ring.ts';
export { describeFault } from './receive/describe-fault.ts';
export type { GitCaller, Push, PushOptions, Receive, RefAnswer, RefCommand, RepositoryKind, RepositoryPath } from './receive/types.ts';
export { createRepositories, type Repositories } from './repositories/create-repositories.ts';
export type { VersionCache } from './repositories/version-cache.ts';
export { obtainSops } from './sops/obtain.ts';
export { createGitTransport } from './transport/create-git-transport.ts';
export type { GitCredentials, GitLimits, GitTransport, GitTransportDeps, GitWanted } from './transport/types.ts';
