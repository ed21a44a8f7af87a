/** The names of things, as branded strings: a value of one kind can't be passed for another. */
declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** Immutable random id of an app: `a` and 12 of `[a-z0-9]`. Used in paths, keys and labels; never shown first. */
export type AppId = Brand<'AppId'>;
/** What people call an app: `[a-z][a-z0-9-]{1,38}[a-z0-9]`. */
export type AppName = Brand<'AppName'>;
/** A git object id: 40 lower-case hex digits (SHA-1 repositories only). */
export type Oid = Brand<'Oid'>;
/** SHA-256 of a slug archive: 64 lower-case hex digits. */
export type SlugDigest = Brand<'SlugDigest'>;
/** One attempt to make a change real: 12 of `[a-z0-9]` (a ref name and an engine's key; nothing else is allowed there). */
export type DeployId = Brand<'DeployId'>;
/** Hash of all that a replica is made of. Equal stamps: nothing restarts. */
export type Stamp = Brand<'Stamp'>;

/** The id git uses for "no object" in ref updates. */
export const zeroOid = '0'.repeat(40) as Oid;

export const isOid = (text: string): text is Oid => /^[0-9a-f]{40}$/.test(text);
export const isSlugDigest = (text: string): text is SlugDigest => /^[0-9a-f]{64}$/.test(text);
export const isDeployId = (text: string): text is DeployId => /^[a-z0-9]{4,32}$/.test(text);
export const isAppId = (text: string): text is AppId => /^a[a-z0-9]{12}$/.test(text);

/** An app as every room knows it. */
export type App = { readonly id: AppId; readonly name: AppName };
