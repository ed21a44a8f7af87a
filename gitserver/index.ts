export { describeFault } from './receive/describe-fault.ts';
export type { GitCaller, Push, PushOptions, Receive, RefAnswer, RefCommand, RepositoryKind, RepositoryPath } from './receive/types.ts';
export { createGitTransport } from './transport/create-git-transport.ts';
export type { GitCredentials, GitLimits, GitTransport, GitTransportDeps, GitWanted } from './transport/types.ts';
