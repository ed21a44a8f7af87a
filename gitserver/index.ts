export { type AppKeyStore, createKeyRing, type KeyRing } from './keys/key-ring.ts';
export { createRepositories, type GitRepositories } from './repositories/create-repositories.ts';
export type { RepositoryPath } from './repositories/repository-path.ts';
export type { VersionCache } from './repositories/version-cache.ts';
export { obtainSops } from './sops/obtain.ts';
export { createGitTransport } from './transport/create-git-transport.ts';
export type { GitCaller, GitCredentials, GitLimits, GitTransport, GitTransportDeps, GitWanted } from './transport/types.ts';
