import type { Git } from '../../helpers/git.ts';

export const zero = '0'.repeat(40);

/** One pkt-line. */
export const line = (text: string): string => `${(Buffer.byteLength(text) + 4).toString(16).padStart(4, '0')}${text}`;

/** The list of refs that opens a push, by hand; `capabilities` go with the first. */
export const commandList = (commands: readonly string[], capabilities = 'report-status side-band-64k agent=test'): string =>
  `${commands.map((command, index) => line(index === 0 ? `${command}\0${capabilities}` : command)).join('')}0000`;

/** All objects of a commit as a pack, the way a client sends them. */
export const packOf = async (git: Git, cwd: string, commit: string): Promise<Buffer> => {
  const { stdout } = await git(['pack-objects', '--revs', '-q', 'pack'], { cwd, input: `${commit}\n` });
  const { readFile } = await import('node:fs/promises');
  return readFile(`${cwd}/pack-${stdout.trim()}.pack`);
};
