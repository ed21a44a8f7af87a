import { versionLine } from '../sops/plaintext.ts';
import type { Problem } from '../yaml.ts';
import { unreadable } from './unreadable.ts';

export const envFileName = 'env.yaml';

/** What can be read of env.yaml without a key. */
export type EnvFile = {
  /** Name to ciphertext (`ENC[…]`, or empty for the empty string), in order. */
  readonly values: ReadonlyMap<string, string>;
  readonly recipients: readonly string[];
  /** The data key as encrypted to each recipient: equal texts, same data key. */
  readonly dataKeys: string;
};

/**
 * Reads env.yaml line by line against the one form in which sops writes it, so that no two YAML readers can disagree on
 * what it says. Under `sops:` only age, lastmodified, mac, version and the suffix sops always writes; every value
 * encrypted. A pushed file is hostile: other key services would make sops call addresses of the pusher's choice.
 */
export const parseEnvFile = (text: string): EnvFile => {
  const problems: Problem[] = [];
  const state: State = { values: new Map(), recipients: [], dataKeys: [], stanza: new Set() };
  const lines = text.split('\n');
  if (lines.pop() !== '') problems.push(problemAt(lines.length + 1, 'the last line must end with a newline'));
  if (lines[0] !== versionLine) problems.push(problemAt(1, `it must begin with «${versionLine}», the version of its format`));
  const start = lines.indexOf('sops:');
  if (start === -1) problems.push(problemAt(1, 'it is not encrypted: there is no «sops» at its end'));
  const end = start === -1 ? lines.length : start;
  for (let index = 1; index < end && problems.length < 20; index += 1) readVariable(lines[index] ?? '', index + 1, state, problems);
  for (let index = end + 1; index < lines.length && problems.length < 20; ) index = readStanza(lines, index, state, problems);
  for (const key of ['age', 'lastmodified', 'mac', 'version']) {
    if (!state.stanza.has(key)) problems.push(problemAt(end + 1, `«${key}» is missing under «sops»`));
  }
  if (problems.length > 0) throw unreadable(envFileName, problems);
  return { values: state.values, recipients: state.recipients, dataKeys: state.dataKeys.join('\n') };
};

type State = {
  readonly values: Map<string, string>;
  readonly recipients: string[];
  readonly dataKeys: string[];
  readonly stanza: Set<string>;
};

const problemAt = (line: number, message: string): Problem => ({ at: { file: envFileName, line, column: 1 }, message });

const encrypted = String.raw`ENC\[AES256_GCM,data:[A-Za-z0-9+/=]*,iv:[A-Za-z0-9+/=]+,tag:[A-Za-z0-9+/=]+,type:(?:str|int|float|bool)\]`;
const variablePattern = new RegExp(`^("?)([A-Za-z_][A-Za-z0-9_]{0,127})\\1: (?:(${encrypted})|"")$`);
const commentPattern = /^ *#ENC\[AES256_GCM,data:[A-Za-z0-9+/=]*,iv:[A-Za-z0-9+/=]+,tag:[A-Za-z0-9+/=]+,type:comment\]$/;

const readVariable = (line: string, number: number, state: State, problems: Problem[]): void => {
  if (commentPattern.test(line)) return;
  const [, , name, value] = variablePattern.exec(line) ?? [];
  if (name === undefined) problems.push(problemAt(number, 'not the name of a variable and an encrypted value'));
  else if (!isVariableName(name)) problems.push(problemAt(number, `«${name}» can't be the name of a variable`));
  else if (state.values.has(name)) problems.push(problemAt(number, `«${name}» stands there twice`));
  else state.values.set(name, value ?? '');
};

const stanzaPatterns: Readonly<Record<string, RegExp>> = {
  age: /^ {4}age:$/,
  lastmodified: /^ {4}lastmodified: "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"$/,
  mac: new RegExp(`^ {4}mac: ${encrypted}$`),
  unencrypted_suffix: /^ {4}unencrypted_suffix: _unencrypted$/,
  version: /^ {4}version: \d{1,4}\.\d{1,4}\.\d{1,4}$/,
};
const recipientPattern = /^ {8}- recipient: (age1[0-9a-z]{58}|ssh-(?:ed25519|rsa) [A-Za-z0-9+/=]+(?: [ -~]{1,200})?)$/;

/** Reads one key under `sops:` (with `age`, all its recipients) and returns the index of the line behind it. */
const readStanza = (lines: readonly string[], from: number, state: State, problems: Problem[]): number => {
  const line = lines[from] ?? '';
  const key = /^ {4}([a-z_]+):/.exec(line)?.[1] ?? '';
  if (!Object.hasOwn(stanzaPatterns, key) || !stanzaPatterns[key]?.test(line) || state.stanza.has(key)) {
    problems.push(
      problemAt(from + 1, 'not allowed under «sops»; allowed are age, lastmodified, mac, unencrypted_suffix and version, once each'),
    );
    return from + 1;
  }
  state.stanza.add(key);
  return key === 'age' ? readRecipients(lines, from + 1, state, problems) : from + 1;
};

const readRecipients = (lines: readonly string[], from: number, state: State, problems: Problem[]): number => {
  let index = from;
  while (lines[index]?.startsWith('        - ')) {
    const recipient = recipientPattern.exec(lines[index] ?? '')?.[1];
    if (recipient === undefined || lines[index + 1] !== '          enc: |') {
      problems.push(problemAt(index + 1, 'not an age or SSH recipient with the data key encrypted to it'));
    }
    index += 2;
    const first = index;
    while (/^ {12}[A-Za-z0-9+/= -]+$/.test(lines[index] ?? '')) index += 1;
    state.recipients.push(recipient ?? '');
    state.dataKeys.push(lines.slice(first, index).join('\n'));
  }
  return index;
};

/** The longest name sops writes on one line (its YAML turns longer keys into another form). */
const longestName = 128;
const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Why a name can't be set, or undefined when it can. */
export const problemWithName = (name: string): string | undefined => {
  if (!namePattern.test(name)) return 'use letters, digits and "_", and don\'t begin with a digit';
  if (name === 'PORT') return 'the platform sets it';
  if (name.length > longestName) return `it is longer than ${longestName} characters`;
  if (name === 'sops' || name.endsWith('_unencrypted')) return 'sops keeps it for itself';
  return undefined;
};

const isVariableName = (name: string): boolean => problemWithName(name) === undefined;
