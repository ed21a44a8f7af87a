// Runs one of the project's programs on a Node that is new enough, whichever Node this is (20 or later).
// Plain JavaScript, since an older Node reads no TypeScript. Why a platform package: docs/decisions/0002.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binaries = join(root, 'node_modules', '.bin');

/** What can be started. `tool`: runs in the project's folder and finds its programs first, as under `npm run`. */
const programs = {
  start: { entry: 'main.ts', tool: false },
  demo: { entry: 'demo.ts', tool: false },
  sluice: { entry: 'tui/main.ts', tool: false },
  test: { entry: 'scripts/check.ts', tool: true },
  bench: { entry: 'bench/main.ts', tool: true },
  generate: { entry: 'scripts/generate.ts', tool: true },
  boundaries: { entry: 'scripts/boundaries.ts', tool: true },
  ava: { entry: 'node_modules/ava/entrypoints/cli.mjs', tool: true },
};

const [name = '', ...parameters] = process.argv.slice(2);

if (!Object.hasOwn(programs, name)) {
  stop(2, `usage: node bin/launch.js ${Object.keys(programs).join('|')} [arguments]`);
} else if (!existsSync(join(root, 'node_modules'))) {
  stop(1, `Nothing is installed yet. Type first: npm ci --prefix '${root}'`);
} else {
  launch(findNode(), programs[name]);
}

/** This Node, or the one of the platform package; no other is looked for. */
function findNode() {
  if (isRecent(process.versions.node)) return process.execPath;
  const packaged = join(binaries, 'node');
  const asked = spawnSync(packaged, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  if (asked.status === 0 && isRecent(asked.stdout.trim().slice(1))) return packaged;
  stop(
    1,
    `Sluice needs Node 24.9 or later; this is ${process.versions.node}, and no package brings one for ${process.platform} on ${process.arch}.
→ Install Node 24 from nodejs.org, then type the same again.`,
  );
}

/** 24.9: the first whose HTTP server asks before it upgrades a connection. */
function isRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 9);
}

function launch(node, { entry, tool }) {
  const env = { ...process.env, ...compileCache() };
  if (tool) {
    process.chdir(root);
    env.PATH = [binaries, env.PATH].filter(Boolean).join(delimiter);
  }
  const argv = [join(root, entry), ...parameters];
  // In place where this Node can (22.15): no second process that waits, and signals go where they were sent.
  if (process.execve !== undefined) process.execve(node, [node, ...argv], env);
  const child = spawn(node, argv, { stdio: 'inherit', env });
  child.once('error', (error) => stop(1, `${node} can't be started: ${error.message}`));
  passSignals(child);
}

/** On a terminal, Ctrl-C reaches the child by itself, as a member of the same group: passed on, it would come twice. */
function passSignals(child) {
  const isOnTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => isOnTerminal || child.kill(signal));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** Compiled sources are kept, so that a start needs neither compiler nor type stripper: faster, and less memory. */
function compileCache() {
  if (process.env.NODE_COMPILE_CACHE !== undefined) return {};
  const folder = join(root, 'node_modules', '.cache', 'sluice');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return { NODE_COMPILE_CACHE: folder };
  } catch {
    // Somebody else's checkout: it works without.
    return {};
  }
}

function stop(code, message) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
