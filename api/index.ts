export { createAuthoriseGit } from './authorise-git.ts';
export { type Api, createApi } from './create-api.ts';
export { acquireFolder, type DataFolder } from './data-folder.ts';
export type { Database } from './database/database.ts';
export { openDatabase } from './database/open-database.ts';
export { loadOperatorToken } from './operator-token.ts';
export type { ApiDeps } from './ports.ts';
export { createRecords } from './records.ts';
export { openApiText, writeOpenApi } from './write-open-api.ts';
