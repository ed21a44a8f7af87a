/** Process types of an app, each with its command. */
export type Processes = Readonly<Record<string, string>>;

/** What is wrong with a process type's name, or undefined. The name goes into paths, labels and `web.1`. */
export const problemWithProcessType = (name: string): string | undefined => {
  if (name === '') return 'the process type before ":" is missing';
  if (name.length > 40) return 'a process type has at most 40 characters';
  if (!/^[A-Za-z]/.test(name)) return 'a process type begins with a letter';
  const wrong = /[^A-Za-z0-9_-]/.exec(name)?.[0];
  if (wrong !== undefined) return `a process type has only letters, digits, "_" and "-", not ${JSON.stringify(wrong)}`;
  if (name in {}) return `"${name}" can't be a process type`;
  return undefined;
};
