export { type Builder, createBuilder } from './builder.ts';
export type { BuilderDeps } from './builder-deps.ts';
export { inheritedByBuilds, stack } from './run/build-environment.ts';
export { createFileSlugStore } from './slug/file-slug-store.ts';
export { packSlug } from './slug/pack-slug.ts';
export { type SlugLimits, slugLimits } from './slug/slug-limits.ts';
export type { SlugStore, StoredSlug } from './slug/slug-store.ts';
export { type Unpack, unpackSlug } from './slug/unpack-slug.ts';
export { settleTree, type TreeEntry } from './tree/settle-tree.ts';
