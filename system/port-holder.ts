import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/** Which process listens on a TCP port of this machine, as `node (process 123)`; undefined where the system doesn't tell. Linux only. */
export const portHolder = async (port: number): Promise<string | undefined> => {
  const inodes = new Set((await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((table) => listeners(table, port)))).flat());
  if (inodes.size === 0) return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await holdsSocket(pid, inodes)) return `${await commandOf(pid)} (process ${pid})`;
  }
  return undefined;
};

/** Program and first argument without their folders: `node main.ts`. (A process's own name may be that of a thread.) */
const commandOf = async (pid: string): Promise<string> => {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter((word) => word !== '');
  return words.length === 0
    ? 'a program'
    : words
        .slice(0, 2)
        .map((word) => basename(word))
        .join(' ');
};

/** Socket inodes that listen on the port: state 0A; the local address ends with the port in hexadecimal (proc(5)). */
const listeners = async (table: string, port: number): Promise<readonly string[]> => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const text = await readFile(table, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && state === '0A')
    .map((fields) => `socket:[${fields[9]}]`);
};

const holdsSocket = async (pid: string, inodes: ReadonlySet<string>): Promise<boolean> => {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  for (const descriptor of descriptors) {
    if (inodes.has(await readlink(`${folder}/${descriptor}`).catch(() => ''))) return true;
  }
  return false;
};
