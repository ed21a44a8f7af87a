import { chmodSync, rmSync, statSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import { createPortClaims } from './claim-ports.ts';
import { createKeeping } from './keep.ts';
import { killMarked } from './marked.ts';
import { createOutOfMemory } from './out-of-memory.ts';
import { createKeeperServer } from './serve.ts';

/**
 * The keeper: `main.ts <engine id> <first port> <last port>`, its working folder the engine's. One per folder; it ends when it has had
 * nothing to keep and nobody to talk to for a while, when the folder is gone, or when told to. What it keeps then ends with it.
 */
const socketName = 'keeper.sock';
const checkEveryMs = 5000;
const idleChecks = 6;

const [engine = '', from, to] = process.argv.slice(2);
process.umask(0o077);
process.title = 'sluice-keeper';

// An exclusive transaction is a lock that the kernel gives back at once however its holder dies.
const lock = new DatabaseSync('keeper.lock');
try {
  lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
} catch {
  process.stderr.write('another keeper holds this folder\n');
  process.exit(0);
}

// What a killed keeper left behind is nobody's: its output goes nowhere and nobody would learn of its end.
const orphans = killMarked((mark) => mark.startsWith(`${engine}.`));
if (orphans > 0) process.stderr.write(`${new Date().toISOString()} killed ${orphans} processes of a keeper that is no more\n`);
rmSync('scratch', { recursive: true, force: true });

const memory = createOutOfMemory();
const keeping = createKeeping({ engine, emit: (event) => front.emit(event), outOfMemory: memory.rose });

const close = async (graceMs: number): Promise<void> => {
  for (const { key } of keeping.list()) keeping.stop(key, graceMs);
  while (keeping.list().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  killMarked((mark) => mark.startsWith(`${engine}.`));
  front.server.close();
  lock.close();
  setTimeout(() => process.exit(0), 50); // the answer goes out first
};

const offset = Number.parseInt(engine.slice(0, 8), 16);
const front = createKeeperServer({ keeping, claims: createPortClaims({ from: Number(from), to: Number(to) }, offset), close });
rmSync(socketName, { force: true });
front.server.listen(socketName, () => {
  chmodSync(socketName, 0o600);
  flushCompileCache(); // else it is written at the end, which may be a kill
  const own = statSync(socketName).ino;
  let idle = 0;
  setInterval(() => {
    memory.sample();
    idle = keeping.list().length === 0 && front.clients() === 0 ? idle + 1 : 0;
    if (idle >= idleChecks || inodeOf(socketName) !== own) void close(1000);
  }, checkEveryMs);
});

process.on('SIGTERM', () => void close(5000));
process.on('SIGINT', () => void close(5000));
process.on('SIGHUP', () => {});

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
