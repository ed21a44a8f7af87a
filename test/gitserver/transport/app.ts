import type { AppId, AppName } from '../../../core/index.ts';

/** The one app of these tests. */
export const app = { id: 'a0123456789ab' as AppId, name: 'shop' as AppName };
