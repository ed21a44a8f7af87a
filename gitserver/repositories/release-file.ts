import { isOid, isSlugDigest, type Oid, type ReleaseFile, type SlugDigest } from '../../core/index.ts';
import { type Problem, readYaml, writeYaml } from '../yaml.ts';
import { readVersion } from './app-file.ts';
import { createReader } from './yaml-reader.ts';

export const releaseFileName = 'release.yaml';

/** `release.yaml` as text. Equal releases give equal bytes, except for the order of process types, which is the Procfile's. */
export const formatReleaseFile = (release: ReleaseFile): string =>
  writeYaml({
    sluice: 1,
    slug: { digest: release.slug.digest, size: release.slug.sizeBytes },
    source: release.source,
    processes: release.processes,
    buildpacks: release.buildpacks,
    stack: release.stack,
    template: release.template,
  });

/** Reads release.yaml. Every problem is reported with its place; `release` is there only when there is none. */
export const parseReleaseFile = (text: string): { readonly release?: ReleaseFile; readonly problems: readonly Problem[] } => {
  const { value, problems } = readYaml(text, releaseFileName);
  if (value === undefined) return { problems };
  const reader = createReader();
  const keys = ['sluice', 'slug', 'source', 'processes', 'buildpacks', 'stack', 'template'];
  const top = reader.map(value, releaseFileName, keys);
  readVersion(reader, value, top.get('sluice'));
  for (const key of keys) {
    if (!top.has(key)) reader.complain(value.at, `«${key}» is missing`);
  }
  const slug = reader.map(top.get('slug')?.value, '«slug»', ['digest', 'size']);
  const digest = reader.text(slug.get('digest')) ?? '';
  if (!isSlugDigest(digest)) reader.complain(top.get('slug')?.at ?? value.at, 'the digest of «slug» must be 64 hexadecimal digits');
  const source = reader.text(top.get('source')) ?? '';
  if (!isOid(source)) reader.complain(top.get('source')?.at ?? value.at, '«source» must be a commit id of 40 hexadecimal digits');
  const release: ReleaseFile = {
    slug: { digest: digest as SlugDigest, sizeBytes: reader.number(slug.get('size'), wholeNumbers) ?? 0 },
    source: source as Oid,
    processes: Object.fromEntries(
      [...reader.map(top.get('processes')?.value, '«processes»').values()].map((entry) => [entry.key, reader.text(entry) ?? '']),
    ),
    buildpacks: reader.texts(top.get('buildpacks')),
    stack: reader.text(top.get('stack')) ?? '',
    template: reader.number(top.get('template'), wholeNumbers) ?? 0,
  };
  return reader.problems.length > 0 ? { problems: reader.problems } : { release, problems: [] };
};

const wholeNumbers = { from: 0, to: Number.MAX_SAFE_INTEGER, step: 1 };
