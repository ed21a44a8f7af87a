import { readdir, readFile, readlink } from 'node:fs/promises';

/** A listening TCP socket: `inode` is what its owner's descriptors point at. */
export type Listener = {
  readonly port: number;
  readonly address: 'any' | 'ipv4-loopback' | 'ipv6-loopback' | 'other';
  readonly inode: string;
};

/** Reads the listening sockets of /proc/net/tcp or /proc/net/tcp6. Lines it can't read are passed over. */
export const parseListeners = (table: string): readonly Listener[] =>
  table.split('\n').flatMap((line) => {
    const match = /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) \S+ 0A \S+ \S+ \S+ +\d+ +\d+ (\d+)/.exec(line);
    if (match === null) return [];
    const [, address = '', port = '', inode = ''] = match;
    return [{ port: Number.parseInt(port, 16), address: addressOf(address), inode }];
  });

/** Listeners that belong to a process of the session `session` leads. Undefined: this machine doesn't tell (no /proc). */
export const listenersOf = async (session: number): Promise<readonly Listener[] | undefined> => {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readTable));
  if (tables[0] === undefined) return undefined;
  const listeners = tables.flatMap((table) => parseListeners(table ?? ''));
  const inodes = new Set<string>();
  for (const pid of await membersOf(session)) for (const inode of await socketsOf(pid)) inodes.add(inode);
  return listeners.filter(({ inode }) => inodes.has(inode));
};

// Addresses are groups of four bytes in the machine's order (little-endian).
const addressOf = (hex: string): Listener['address'] => {
  if (/^0+$/.test(hex)) return 'any';
  if (hex === '0100007F') return 'ipv4-loopback';
  if (hex === '00000000000000000000000001000000') return 'ipv6-loopback';
  if (hex === '0000000000000000FFFF00000100007F') return 'ipv4-loopback';
  return 'other';
};

const membersOf = async (session: number): Promise<readonly string[]> => {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const members = await Promise.all(names.map(async (name) => (await sessionOf(name)) === session));
  return names.filter((_, index) => members[index]);
};

/** Field 6 of /proc/<pid>/stat; the name in field 2 may hold anything, so count from its closing bracket. */
const sessionOf = async (pid: string): Promise<number | undefined> => {
  const stat = await readTable(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);
};

const socketsOf = async (pid: string): Promise<readonly string[]> => {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []); // ended meanwhile
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
};

const readTable = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined); // gone, or not Linux
