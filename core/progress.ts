/** One line of progress for the person who waits (a pusher's `remote:` line, a deploy's log). No trailing newline. */
export type Progress = (line: string) => void;

// CSI, OSC, other escapes, and control characters that could move the cursor or retitle a terminal. Tab and newline stay.
const csi = String.raw`\u001b\[[0-?]*[ -/]*[@-~]`;
const osc = String.raw`\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?`;
const other = String.raw`\u001b[@-Z\\-_]?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]`;
const control = new RegExp(`${csi}|${osc}|${other}`, 'g');

/** Text an app, a build or a stranger wrote, safe to print on somebody's terminal. Newlines and tabs stay. */
export const stripControl = (text: string): string => text.replace(control, '');
