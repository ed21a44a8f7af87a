import type { Duplex, Readable } from 'node:stream';
import type { Progress, RefAnswer, RefCommand } from '../../core/index.ts';
import { flushPacket, packet, packetText, takePacket } from '../transport/driver/pkt-line.ts';
import { parseCommand } from './command-list.ts';
import { createHookOutput } from './hook-output.ts';
import { toAnswerLines } from './report-status.ts';

/** Descriptors 6, 7 and 8. */
export type ProcReceiveDescriptors = { readonly asked: Duplex; readonly lines: Duplex; readonly report: Duplex };

/**
 * The server's half of hooks/proc-receive (githooks, "proc-receive"). `land` must not reject. A command without an answer is refused.
 * Resolves when the report is given, or when git ended without running the hook.
 */
export const answerProcReceive = async (
  { asked, lines, report }: ProcReceiveDescriptors,
  land: (commands: readonly RefCommand[], output: Progress) => Promise<readonly RefAnswer[]>,
): Promise<void> => {
  for (const stream of [lines, report]) stream.resume();
  const output = createHookOutput(lines);
  const answer: Buffer[] = [];
  try {
    const readSection = createSectionReader(asked);
    const version = await readSection();
    if (version === undefined) return;
    if (!/^version=1(\0|$)/.test(version[0] ?? '')) throw new Error('git speaks another version of proc-receive');
    report.write(Buffer.concat([packet('version=1\n'), flushPacket]));
    const commands = (await readSection())?.map(parseCommand);
    if (commands === undefined) return;
    const answers = await land(commands, output.line);
    answer.push(...commands.map((command) => toAnswerLines(answerFor(command, answers))), flushPacket);
  } finally {
    // Lines first: git gives the report on when the hook has none left.
    output.end();
    report.end(Buffer.concat(answer));
  }
};

const answerFor = ({ ref }: RefCommand, answers: readonly RefAnswer[]): RefAnswer =>
  answers.find((answer) => answer.ref === ref) ?? { ref, ok: false, reason: 'no answer from the server' };

/** Reads packets up to the next flush. Undefined when the hook goes away before it. */
const createSectionReader = (asked: Readable): (() => Promise<readonly string[] | undefined>) => {
  const packets: string[] = [];
  let pending: Buffer = Buffer.alloc(0);
  let wake = () => {};
  let isClosed = false;
  asked.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    wake();
  });
  asked.once('close', () => {
    isClosed = true;
    wake();
  });
  return async () => {
    for (;;) {
      const taken = takePacket(pending, 0);
      if (taken !== undefined) {
        pending = pending.subarray(taken.next);
        if (taken.payload === undefined) return packets.splice(0);
        packets.push(packetText(taken.payload));
      } else if (isClosed) {
        return undefined;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  };
};
