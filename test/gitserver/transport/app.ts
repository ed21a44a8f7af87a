import type { AppId, AppName } from '../../../core/index.ts';

/** The one app of these tests, and who may push to it. */
export const app = { id: 'a0123456789ab' as AppId, name: 'shop' as AppName };
export const user = 'ada@example.com';
export const secret = 'key-of-ada';
