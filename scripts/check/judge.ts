import { parseTap } from './parse-tap.ts';
import type { Ran } from './run-step.ts';
import type { Step } from './steps.ts';

export type Verdict = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  /** What to print of each failure. */
  readonly failures: readonly string[];
  /** False where a suite broke off before its end. */
  readonly isWhole: boolean;
};

/** What a step's exit status and output come to. A check is one test. A suite that ran nothing, broke off, or made Node warn has failed. */
export const judge = (step: Step, { status, stdout, stderr }: Ran): Verdict => {
  if (step.kind === 'check') {
    const failures = status === 0 ? [] : [lastLines(`${stdout}\n${stderr}`)];
    return { passed: 1 - failures.length, failed: failures.length, skipped: [], failures, isWhole: true };
  }
  const { passed, skipped, failures, isWhole } = parseTap(stdout);
  const all = [...failures, ...warningsIn(stderr)];
  if (!isWhole) all.push(`${step.name} broke off (exit ${status})`);
  else if (passed + skipped.length + all.length === 0) all.push(`${step.name} holds no test`);
  else if (status !== 0 && all.length === 0) all.push(`ava ended with ${status}\n${lastLines(stderr)}`);
  return { passed, failed: all.length, skipped, failures: all, isWhole };
};

/** `(node:123) Warning: ...`, once each; `node:sqlite` calls itself experimental until it isn't. */
const warningsIn = (stderr: string): readonly string[] => {
  const lines = stderr.split('\n').filter((line) => /^\(node:\d+\) /.test(line) && !/ExperimentalWarning: SQLite/.test(line));
  return [...new Set(lines.map((line) => line.replace(/^\(node:\d+\) /, 'Node warns: ')))];
};

const lastLines = (text: string): string => text.trim().split('\n').slice(-60).join('\n');
