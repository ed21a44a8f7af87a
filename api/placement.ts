/** Where the local engine runs apps, in the words of Gigalixir's API: this machine, on its own operating system. */
export const placement = { cloud: 'local', region: 'local', stack: 'host' } as const;
