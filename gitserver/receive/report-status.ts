import { describeFault, type Fault, type RefAnswer, stripControl } from '../../core/index.ts';
import { errorPacket, flushPacket, packet, sideband } from '../transport/driver/pkt-line.ts';
import type { CommandList } from './command-list.ts';
import type { Refusal } from './decide-commands.ts';

/** The whole answer to a push that is refused before git runs, as git would give it (gitprotocol-pack, "Report Status"). */
export const toRefusedAnswer = (list: CommandList, { fault, reason }: Refusal): Buffer => {
  if (!hasReport(list)) return toErrorAnswer(fault);
  const lines = list.commands.map(({ ref }) => toAnswerLines({ ref, ok: false, reason }));
  const report = Buffer.concat([packet('unpack ok\n'), ...lines, flushPacket]);
  if (!list.capabilities.has('side-band-64k')) return report;
  const text = describeFault(fault).join('\n');
  return Buffer.concat([sideband(2, `${text}\n`), sideband(1, report), flushPacket]);
};

/** For when no report can be given: git prints it as `fatal: remote error`. */
export const toErrorAnswer = (fault: Fault): Buffer => errorPacket(describeFault(fault).join('\n'));

/** The lines of one ref, in a report to the client or from a proc-receive hook. */
export const toAnswerLines = (answer: RefAnswer): Buffer => {
  if (!answer.ok) return packet(`ng ${answer.ref} ${toReason(answer.reason)}`);
  const ok = packet(`ok ${answer.ref}`);
  return answer.option === undefined ? ok : Buffer.concat([ok, packet(`option refname ${answer.option}`)]);
};

/** One line that fits beside a ref. */
export const toReason = (text: string): string =>
  stripControl(text).replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 400) || 'refused';

const hasReport = ({ capabilities }: CommandList): boolean => capabilities.has('report-status') || capabilities.has('report-status-v2');
