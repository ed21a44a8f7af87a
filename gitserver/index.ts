export { createKeyRing, type KeyRing } from './keys/key-ring.ts';
export { createRepositories, type GitRepositories } from './repositories/create-repositories.ts';
export type { RepositoryPath } from './repositories/repository-path.ts';
export type { VersionCache } from './repositories/version-cache.ts';
export { obtainSops } from './sops/obtain.ts';
export { createGitTransport } from './transport/create-git-transport.ts';
export type { GitLimits, GitTransport, GitTransportDeps } from './transport/types.ts';
