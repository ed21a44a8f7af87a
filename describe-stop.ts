/** What is said when the platform has stopped: what still runs, if anything. */
export const describeStop = (signal: 'SIGINT' | 'SIGTERM'): string =>
  signal === 'SIGTERM' ? 'The server has stopped; router and apps keep serving. The next start takes them up.' : 'Everything has stopped.';
