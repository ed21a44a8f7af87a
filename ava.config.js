export default {
  extensions: { ts: 'module' },
  files: ['test/**/*.test.ts'],
  workerThreads: false,
  concurrency: 2,
  timeout: '300s',
  environmentVariables: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
};
