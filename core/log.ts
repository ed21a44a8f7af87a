/** Structured log lines on standard error. Fields whose name is in the redaction list never show their value. */
export type Fields = Readonly<Record<string, unknown>>;
export type Log = {
  readonly info: (message: string, fields?: Fields) => void;
  readonly warn: (message: string, fields?: Fields) => void;
  readonly error: (message: string, fields?: Fields) => void;
  readonly child: (fields: Fields) => Log;
};

const redacted = /^(authorization|password|key|api_?key|secret|token|cookie|environment|env|value|values|identity|private_?key)$/i;

/** A log that writes one JSON line per call to `write`. Errors show message and stack; redaction goes all the way down. */
export const createLog = (write: (line: string) => void, now: () => number = Date.now, base: Fields = {}): Log => {
  const line =
    (level: string) =>
    (message: string, fields: Fields = {}) =>
      write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...(redact({ ...base, ...fields }) as Fields) })}\n`);
  return {
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: (fields) => createLog(write, now, { ...base, ...fields }),
  };
};

export const silentLog: Log = createLog(() => {});

const redact = (value: unknown, depth = 0): unknown => {
  if (value instanceof Error)
    return {
      name: value.name,
      message: value.message,
      stack: value.stack,
      ...(value.cause === undefined ? {} : { cause: redact(value.cause, depth + 1) }),
    };
  if (typeof value !== 'object' || value === null || depth > 6) return value;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, redacted.test(name) ? '[redacted]' : redact(item, depth + 1)]),
  );
};
