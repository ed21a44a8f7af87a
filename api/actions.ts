/**
 * Everything a caller can do, and what it is done to. `anyone`: no proof asked. `operator`: whoever holds the operator's token.
 * `account`: a signed-in account, on itself. `app`: a signed-in account, on an app it may see.
 */
export const actions = {
  'account:create': 'operator',
  'account:read': 'account',
  'account:reset-key': 'account',
  'activity:read': 'app',
  'app:create': 'account',
  'app:destroy': 'app',
  'app:list': 'account',
  'app:read': 'app',
  'app:restart': 'app',
  'app:scale': 'app',
  'config:read': 'app',
  'config:write': 'app',
  'deploy:cancel': 'app',
  'deploy:read': 'app',
  'event:list': 'account',
  'git:fetch': 'app',
  'git:push': 'app',
  'logs:read': 'app',
  'platform:describe': 'anyone',
  'platform:health': 'anyone',
  'platform:sign-in': 'anyone',
  'release:read': 'app',
  'release:rollback': 'app',
} as const satisfies Record<string, 'anyone' | 'operator' | 'account' | 'app'>;

export type Action = keyof typeof actions;
export type Scope = (typeof actions)[Action];
