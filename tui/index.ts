export { commandTable } from './command-table.ts';
export type { Input, Io, Screen } from './io.ts';
export { apiTypes, generateApiTypes } from './openapi-typescript.ts';
export { runCli } from './run-cli.ts';
