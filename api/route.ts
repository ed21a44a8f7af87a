import type { App, ChangeResult } from '../core/index.ts';
import type { Action, actions } from './actions.ts';
import type { Account, OwnedApp } from './database/database.ts';
import type { Static, TObject, TSchema } from './typebox.ts';

/** What every handler is given, already authorised and checked against the route's schemas. */
type Call<Query, Body> = {
  readonly query: Query;
  readonly body: Body;
  /** Of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Header fields by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The peer's IP address. */
  readonly address: string;
  /** Aborted when the client goes away before its answer, or the server stops. */
  readonly signal: AbortSignal;
};

type Proven<Name extends Action> = (typeof actions)[Name] extends 'app'
  ? { readonly account: Account; readonly app: OwnedApp }
  : (typeof actions)[Name] extends 'account'
    ? { readonly account: Account }
    : unknown;

/** A body written as it comes. */
export type Streaming = { readonly type: string; readonly chunks: AsyncIterable<string> };

export type Answer<Data> =
  | { readonly data: Data; readonly status?: number; readonly change?: ChangeResult }
  | { readonly stream: Streaming }
  /** A document that isn't wrapped in `data`. */
  | { readonly document: unknown };

type Definition<Name extends Action, Query extends TObject, Body extends TObject, Data extends TSchema> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly action: Name;
  readonly summary: string;
  readonly params?: TObject;
  readonly query?: Query;
  readonly body?: Body;
  readonly data?: Data;
  /** Of success. Default: 200. */
  readonly status?: 200 | 201 | 202;
  /** The answer carries `change` and the header `Sluice-Deploy`. */
  readonly changes?: true;
  /** An `Idempotency-Key` gives the first call's answer again for 24 h. Never for routes whose answers hold secrets. */
  readonly idempotent?: true;
  /** Media types of streams this route can answer with. */
  readonly streams?: readonly string[];
  readonly handle: (call: Call<Static<Query>, Static<Body>> & Proven<Name>) => Promise<Answer<Static<Data>>>;
};

/** A route with its types erased: data for the one place that registers routes. */
export type Route = Omit<Definition<Action, TObject, TObject, TSchema>, 'handle'> & {
  readonly handle: (call: Call<unknown, unknown> & { readonly account?: Account; readonly app?: OwnedApp }) => Promise<Answer<unknown>>;
};

/** Describes a route; `handle` is typed by its schemas and by the scope of its action. */
export const route = <Name extends Action, Query extends TObject, Body extends TObject, Data extends TSchema>(
  definition: Definition<Name, Query, Body, Data>,
): Route =>
  // The one place that gives a handler what its definition promises: register-routes.ts checks both before it calls.
  definition as unknown as Route;

export const authorOf = (account: Account) => ({ name: account.email.split('@')[0] ?? account.email, email: account.email });

export const bare = (app: OwnedApp): App => ({ id: app.id, name: app.name });
