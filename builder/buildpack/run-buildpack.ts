import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, stripControl } from '../../core/index.ts';
import type { Processes } from '../process-type.ts';
import { createOutputLines } from '../run/output-lines.ts';
import { parseReleaseOutput } from '../yaml.ts';
import type { Buildpack, BuildpackSession } from './buildpack-session.ts';
import { describeExit, runScript } from './run-script.ts';

/** What a script prints as its answer, not for people: enough for a name or a release. */
const answerBytes = 64 * 1024;

/** Asks a buildpack whether the app is its kind. Resolves to the name it gives the app, undefined when it doesn't apply. */
export const detect = async (session: BuildpackSession, buildpack: Buildpack): Promise<string | undefined> => {
  const answer = createAnswer();
  const exit = await runScript(session, buildpack, { name: 'detect', args: [session.tree], stdout: answer.push, stderr: () => {} });
  if (exit.code !== 0) return undefined;
  const [name = ''] = stripControl(answer.text()).trim().split('\n');
  return name.slice(0, 100) || buildpack.name;
};

/** Compiles the app in place; output goes to the log as it comes. Resolves to the buildpack's `export` file, if it wrote one. Throws `build/failed`. */
export const compile = async (session: BuildpackSession, buildpack: Buildpack): Promise<string | undefined> => {
  const out = createOutputLines(session.log.line);
  const errors = createOutputLines(session.log.line);
  const args = [session.tree, session.cache, session.variables];
  const exit = await runScript(session, buildpack, { name: 'compile', args, stdout: out.push, stderr: errors.push });
  out.end();
  errors.end();
  if (exit.code !== 0) {
    throw new Fault('build/failed', `The build failed: bin/compile of the buildpack «${buildpack.name}» ${describeExit(exit)}.`, {
      hint: 'Fix what its last lines say, then push again.',
      lastLines: session.log.lastLines(),
    });
  }
  const exported = join(buildpack.folder, 'export');
  return (await exists(exported)) ? exported : undefined;
};

/** The process types a buildpack proposes; none where it has no `bin/release`. Throws `build/failed`. */
export const release = async (session: BuildpackSession, buildpack: Buildpack): Promise<Processes> => {
  if (!(await exists(join(buildpack.folder, 'bin', 'release')))) return {};
  const answer = createAnswer();
  const errors = createOutputLines(session.log.line);
  const exit = await runScript(session, buildpack, { name: 'release', args: [session.tree], stdout: answer.push, stderr: errors.push });
  errors.end();
  if (exit.code === 0) return parseReleaseOutput(buildpack.name, answer.text());
  throw new Fault('build/failed', `The build failed: bin/release of the buildpack «${buildpack.name}» ${describeExit(exit)}.`, {
    hint: 'Fix what its last lines say, then push again.',
    lastLines: session.log.lastLines(),
  });
};

const createAnswer = () => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    push: (bytes: Uint8Array) => {
      size += bytes.length;
      if (size <= answerBytes) chunks.push(bytes);
    },
    text: () => Buffer.concat(chunks).toString(),
  };
};

const exists = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return false;
    throw error;
  }
};
