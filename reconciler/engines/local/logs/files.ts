import { join } from 'node:path';
import type { AppId } from '../../../../core/index.ts';

/** The folder of an app's logs in the engine's folder. Three writers, one file each: keeper, router, server. */
export const logFolder = (engineFolder: string, app: AppId): string => join(engineFolder, 'logs', app);

export const appLog = (engineFolder: string, app: AppId): string => join(logFolder(engineFolder, app), 'app.log');
export const platformLog = (engineFolder: string, app: AppId): string => join(logFolder(engineFolder, app), 'platform.log');

/** In the order in which lines of one millisecond are shown. */
export const logFiles = [
  { name: 'platform.log', source: 'platform' },
  { name: 'router.log', source: 'router' },
  { name: 'app.log', source: 'app' },
] as const;
