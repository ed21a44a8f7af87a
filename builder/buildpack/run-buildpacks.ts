import { join } from 'node:path';
import { type Environment, Fault } from '../../core/index.ts';
import type { Processes } from '../process-type.ts';
import { readRootFile } from '../tree/read-root-file.ts';
import { type BuildpackReference, builtIns, parseBuildpackReferences } from './buildpack-reference.ts';
import type { Buildpack, BuildpackSession } from './buildpack-session.ts';
import { fetchBuildpack } from './fetch-buildpack.ts';
import { compile, detect, release } from './run-buildpack.ts';

export type BuildpacksRun = { readonly buildpacks: readonly string[]; readonly processes: Processes };
export type BuildpackFolders = {
  /** Bare clones, kept. */ readonly clones: string /** Of this build alone. */;
  readonly checkouts: string;
};

/**
 * Chooses the buildpacks of an app and runs them in order: those BUILDPACK_URL or `.buildpacks` names, else the first of ours that applies.
 * The last one's process types count, as in the Heroku buildpack API.
 */
export const runBuildpacks = async (
  session: BuildpackSession,
  app: { readonly variables: Environment; readonly folders: BuildpackFolders },
): Promise<BuildpacksRun> => {
  const references = await listed(session.tree, app.variables);
  return references.length > 0 ? runListed(session, references, app.folders) : runFirstMatch(session);
};

const listed = async (tree: string, variables: Environment): Promise<readonly BuildpackReference[]> => {
  const variable = variables['BUILDPACK_URL'];
  if (variable !== undefined && variable.trim() !== '') return parseBuildpackReferences('BUILDPACK_URL', variable);
  const file = await readRootFile(tree, '.buildpacks');
  return file === undefined ? [] : parseBuildpackReferences('.buildpacks', new TextDecoder().decode(file));
};

const runListed = async (
  session: BuildpackSession,
  references: readonly BuildpackReference[],
  folders: BuildpackFolders,
): Promise<BuildpacksRun> => {
  const buildpacks: Buildpack[] = [];
  for (const [index, reference] of references.entries()) {
    buildpacks.push(await obtain(session, reference, { ...folders, checkouts: join(folders.checkouts, String(index)) }));
  }
  const exports: string[] = [];
  let processes: Processes = {};
  for (const buildpack of buildpacks) {
    const here = { ...session, exports };
    const name = await detect(here, buildpack);
    if (name === undefined) throw notForThisApp(buildpack.name);
    session.log.line(`-----> ${name} app detected`);
    const exported = await compile(here, buildpack);
    if (exported !== undefined) exports.push(exported);
    processes = await release(here, buildpack);
  }
  return { buildpacks: buildpacks.map(({ name }) => name), processes };
};

const obtain = async (session: BuildpackSession, reference: BuildpackReference, folders: BuildpackFolders): Promise<Buildpack> => {
  if (reference.kind === 'built-in') return ours(reference.name);
  const fetch = { reference, cache: folders.clones, folder: folders.checkouts, environment: session.environment };
  await fetchBuildpack(fetch, session.log.line, session.signal);
  return { name: reference.name, folder: folders.checkouts };
};

const runFirstMatch = async (session: BuildpackSession): Promise<BuildpacksRun> => {
  for (const buildpack of builtIns.map(ours)) {
    const name = await detect(session, buildpack);
    if (name === undefined) continue;
    session.log.line(`-----> ${name} app detected`);
    await compile(session, buildpack);
    return { buildpacks: [buildpack.name], processes: await release(session, buildpack) };
  }
  throw new Fault(
    'build/no-buildpack',
    `No buildpack knows this app: there is no ${lookedFor.slice(0, -1).join(', ')} or ${lookedFor.at(-1)}.`,
    {
      hint: 'Add a Procfile with a line such as "web: ./start", commit it and push again.',
    },
  );
};

const lookedFor: readonly string[] = ['.buildpacks', 'bin/compile', 'package.json', 'static.json', 'index.html', 'Procfile'];

const ours = (name: string): Buildpack => ({ name, folder: join(import.meta.dirname, '..', 'buildpacks', name) });

const notForThisApp = (name: string): Fault =>
  new Fault('build/no-buildpack', `The buildpack «${name}» does not know this app: its bin/detect says no.`, {
    hint: 'Take it out of .buildpacks (or unset BUILDPACK_URL), or add what it looks for, then push again.',
  });
