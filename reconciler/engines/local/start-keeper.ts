import { fileURLToPath } from 'node:url';
import { type DetachedProgram, startDetached } from './start-detached.ts';

export type KeeperProgram = Pick<DetachedProgram, 'folder' | 'node'> & {
  readonly engine: string;
  readonly ports: { readonly from: number; readonly to: number };
};

const main = fileURLToPath(new URL('./keeper/main.ts', import.meta.url));
/** It allocates little and lives long: small heaps cost it nothing. */
const small = ['--max-semi-space-size=1', '--max-old-space-size=128'];

/**
 * Starts a keeper in the engine's folder. Its output goes to keeper.log.
 * Gives whether it has ended again: the folder's former keeper may have been there still.
 */
export const startKeeper = ({ folder, engine, ports, node }: KeeperProgram): (() => boolean) =>
  startDetached({ folder, log: 'keeper.log', node, args: [...small, main, engine, String(ports.from), String(ports.to)] });
