import type { TreeEntry } from '../tree/settle-tree.ts';

export const tarBlock = 512;

/** 1 January 1980: zero makes some tools complain. */
const fixedTime = 315_532_800;

/** The header blocks of a tree entry: ustar, with a pax record where a name is too long. Owner 0, fixed time: equal entries, equal bytes. */
export const tarEntry = (entry: TreeEntry): Uint8Array => {
  const name = entry.kind === 'folder' ? `${entry.path}/` : entry.path;
  const target = entry.kind === 'link' ? entry.target : '';
  const place = splitName(name);
  const records = [place === undefined ? paxRecord('path', name) : '', fits(target, 100) ? '' : paxRecord('linkpath', target)].join('');
  const size = entry.kind === 'file' ? entry.sizeBytes : 0;
  const own = header({
    ...(place ?? { name: 'long', prefix: '' }),
    type: types[entry.kind],
    mode: entry.kind === 'folder' || (entry.kind === 'file' && entry.executable) ? 0o755 : 0o644,
    size,
    target: fits(target, 100) ? target : 'long',
  });
  return records === '' ? own : Buffer.concat([paxEntry(records), own]);
};

/** Zero bytes that fill the last block of `size` bytes of content. */
export const tarPadding = (size: number): Uint8Array => new Uint8Array((tarBlock - (size % tarBlock)) % tarBlock);

const types = { file: '0', link: '2', folder: '5' } as const;

const fits = (text: string, bytes: number): boolean => Buffer.byteLength(text) <= bytes;

/** ustar has 100 bytes for the name and 155 for the folders before it. Undefined where no "/" splits it so. */
const splitName = (path: string): { readonly name: string; readonly prefix: string } | undefined => {
  if (fits(path, 100)) return { name: path, prefix: '' };
  for (let slash = path.indexOf('/'); slash > 0 && slash < path.length - 1; slash = path.indexOf('/', slash + 1)) {
    const split = { prefix: path.slice(0, slash), name: path.slice(slash + 1) };
    if (fits(split.name, 100)) return fits(split.prefix, 155) ? split : undefined;
  }
  return undefined;
};

/** `<length> <key>=<value>\n`, where the length counts itself (POSIX pax). */
const paxRecord = (key: string, value: string): string => {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
};

const paxEntry = (records: string): Uint8Array => {
  const content = Buffer.from(records);
  const head = header({ name: 'pax', prefix: '', type: 'x', mode: 0o644, size: content.length, target: '' });
  return Buffer.concat([head, content, tarPadding(content.length)]);
};

type Header = {
  readonly name: string;
  readonly prefix: string;
  readonly type: string;
  readonly mode: number;
  readonly size: number;
  readonly target: string;
};

const header = ({ name, prefix, type, mode, size, target }: Header): Uint8Array => {
  const block = Buffer.alloc(tarBlock);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(name, 0);
  block.write(octal(mode, 7) + octal(0, 7) + octal(0, 7) + octal(size, 11) + octal(fixedTime, 11), 100);
  block.write(' '.repeat(8) + type, 148);
  block.write(target, 157);
  block.write('ustar\x0000', 257);
  block.write(octal(0, 7) + octal(0, 7), 329);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
};
