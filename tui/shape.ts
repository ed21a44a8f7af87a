/**
 * Reads one value of an answer, or throws a `ShapeError` that says where it is not what was agreed. The types generated from the
 * API's description hold at compile time only; this is the check of what really came.
 */
export type Shape<Value> = (value: unknown, where: string) => Value;

export class ShapeError extends Error {}

const expected = (what: string, where: string): never => {
  throw new ShapeError(`${where} is not ${what}`);
};

export const text: Shape<string> = (value, where) => (typeof value === 'string' ? value : expected('a text', where));
export const number: Shape<number> = (value, where) =>
  typeof value === 'number' && Number.isFinite(value) ? value : expected('a number', where);

/** A value that may be absent or null. */
export const optional =
  <Value>(shape: Shape<Value>): Shape<Value | undefined> =>
  (value, where) =>
    value === undefined || value === null ? undefined : shape(value, where);

export const list =
  <Value>(shape: Shape<Value>): Shape<readonly Value[]> =>
  (value, where) =>
    Array.isArray(value) ? value.map((item, index) => shape(item, `${where}[${index}]`)) : expected('a list', where);

/** An object with any keys. */
export const dictionary =
  <Value>(shape: Shape<Value>): Shape<Readonly<Record<string, Value>>> =>
  (value, where) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shape(item, `${where}.${key}`)]))
      : expected('an object', where);

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Absent<F extends Fields> = { [Key in keyof F]: undefined extends ReturnType<F[Key]> ? Key : never }[keyof F];
type ObjectOf<F extends Fields> = { readonly [Key in Exclude<keyof F, Absent<F>>]: ReturnType<F[Key]> } & {
  readonly [Key in Absent<F>]?: ReturnType<F[Key]>;
};

/** An object with at least these keys; others are left out. */
export const object =
  <F extends Fields>(fields: F): Shape<ObjectOf<F>> =>
  (value, where) =>
    isObject(value)
      ? (Object.fromEntries(Object.entries(fields).map(([key, shape]) => [key, shape(value[key], `${where}.${key}`)])) as ObjectOf<F>)
      : expected('an object', where);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
