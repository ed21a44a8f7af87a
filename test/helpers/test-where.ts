import { spawnSync } from 'node:child_process';
import test, { type Implementation } from 'ava';

/** Declares a test that needs something of the machine; without it the test is skipped, with the reason in its title. */
export const testWhere = (wish: { readonly holds: boolean; readonly otherwise: string }, title: string, body: Implementation<[]>): void => {
  if (wish.holds) test(title, body);
  else test.skip(`${title} (skipped: ${wish.otherwise})`, body);
};

/** Whether this program can be started and exits with 0. Waits for it: ava wants its tests declared without a pause. */
export const canRun = (program: string, parameters: readonly string[]): boolean =>
  spawnSync(program, [...parameters], { stdio: 'ignore', timeout: 10_000 }).status === 0;
