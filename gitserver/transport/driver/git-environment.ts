/** The whole environment of a git child: nothing of the server's own gets in. `protocol`: a checked GIT_PROTOCOL. */
export const gitEnvironment = (from: {
  readonly searchPath: string;
  readonly home: string;
  readonly marker: Readonly<Record<string, string>>;
  readonly protocol?: string | undefined;
}): Record<string, string> => ({
  PATH: from.searchPath,
  HOME: from.home,
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Sluice',
  GIT_AUTHOR_EMAIL: 'sluice@localhost',
  GIT_COMMITTER_NAME: 'Sluice',
  GIT_COMMITTER_EMAIL: 'sluice@localhost',
  ...(from.protocol === undefined ? {} : { GIT_PROTOCOL: from.protocol }),
  ...from.marker,
});

/** Version 2 where the client asks for it (protocol-v2, "HTTP Transport"); anything else in the header counts for nothing. */
export const parseGitProtocol = (header: string | string[] | undefined): 'version=2' | undefined =>
  String(header).split(':').includes('version=2') ? 'version=2' : undefined;
