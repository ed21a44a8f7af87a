import type { Command } from './command.ts';
import { account } from './commands/account.ts';
import { accountsCreate } from './commands/accounts-create.ts';
import { apps } from './commands/apps.ts';
import { appsCreate } from './commands/apps-create.ts';
import { appsDestroy } from './commands/apps-destroy.ts';
import { appsInfo } from './commands/apps-info.ts';
import { createCompletion } from './commands/completion.ts';
import { config } from './commands/config.ts';
import { configGet } from './commands/config-get.ts';
import { configSet } from './commands/config-set.ts';
import { configUnset } from './commands/config-unset.ts';
import { deploys } from './commands/deploys.ts';
import { deploysCancel } from './commands/deploys-cancel.ts';
import { deploysInfo } from './commands/deploys-info.ts';
import { deploysWatch } from './commands/deploys-watch.ts';
import { gitCredential } from './commands/git-credential.ts';
import { gitRemote } from './commands/git-remote.ts';
import { createHelp } from './commands/help.ts';
import { login } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import { logs } from './commands/logs.ts';
import { open } from './commands/open.ts';
import { ps } from './commands/ps.ts';
import { psRestart } from './commands/ps-restart.ts';
import { psScale } from './commands/ps-scale.ts';
import { releases } from './commands/releases.ts';
import { releasesRollback } from './commands/releases-rollback.ts';
import { version } from './commands/version.ts';

/** Every command, in the order the help lists them. Parsing, help and completion are made from it. */
export const commandTable: readonly Command[] = [
  login,
  logout,
  account,
  accountsCreate,
  apps,
  appsCreate,
  appsInfo,
  appsDestroy,
  config,
  configGet,
  configSet,
  configUnset,
  deploys,
  deploysInfo,
  deploysWatch,
  deploysCancel,
  releases,
  releasesRollback,
  ps,
  psScale,
  psRestart,
  logs,
  open,
  gitRemote,
  gitCredential,
  createCompletion(() => commandTable),
  createHelp(() => commandTable),
  version,
];
