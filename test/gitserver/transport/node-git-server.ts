import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { Git } from 'node-git-server';
import { secret, user } from './app.ts';

/**
 * node-git-server as it ships, in a process of its own, since some cases end it. Prints its port, a line for each event
 * it raises, and `echo` for each line it reads, by which its parent knows that it has all lines before. */
const say = (line: string) => process.stdout.write(`${line}\n`);

const git = new Git(process.argv[2] ?? '', {
  authenticate: ({ user: proof }, next) => proof((name, key) => (name === user && key === secret ? next() : next(new Error('not you')))),
});
git.on('push', (push) => {
  say(`told ${push.last} ${push.commit} refs/heads/${push.branch}`);
  push.accept();
});
git.on('tag', (tag) => {
  say(`told ${tag.last} ${tag.commit} refs/tags/${tag.version}`);
  tag.accept();
});
git.on('fetch', (fetch) => fetch.accept());
git.listen(0, { type: 'http' }, () => {
  const address = git.server?.address() as AddressInfo;
  say(`port ${address.port}`);
});
createInterface(process.stdin).on('line', () => say('echo'));
