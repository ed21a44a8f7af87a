import { Fault, isOid, type RefCommand } from '../../core/index.ts';
import { packetText, takePacket } from '../transport/driver/pkt-line.ts';

/** What a push says before its pack (gitprotocol-pack, "Reference Update Request"). No commands: a probe, or nothing to do. */
export type CommandList = {
  readonly commands: readonly RefCommand[];
  readonly capabilities: ReadonlySet<string>;
  readonly shallow: boolean;
  readonly options: readonly string[];
};

/**
 * A parser fed chunk by chunk; it answers with the list once that is whole, and must not be fed after. Stricter than git:
 * what git might read another way is `push/invalid`. A list over `limitBytes` is `push/refused`.
 */
export const createCommandListParser = (limitBytes: number): ((chunk: Buffer) => CommandList | undefined) => {
  const commands: RefCommand[] = [];
  const options: string[] = [];
  let capabilities: ReadonlySet<string> = new Set();
  let shallow = false;
  let stage: 'commands' | 'options' = 'commands';
  let pending: Buffer = Buffer.alloc(0);
  let usedBytes = 0;

  const takeCommand = (payload: Buffer) => {
    if (stage === 'options') return void options.push(packetText(payload));
    const zero = payload.indexOf(0);
    const text = packetText(zero < 0 ? payload : payload.subarray(0, zero));
    if (zero >= 0) {
      if (commands.length > 0 || capabilities.size > 0) throw invalid();
      capabilities = new Set(
        packetText(payload.subarray(zero + 1))
          .split(' ')
          .filter(Boolean),
      );
    }
    if (text.startsWith('push-cert')) throw signed();
    if (commands.length === 0 && /^shallow [0-9a-f]{40}$/.test(text)) shallow = true;
    else commands.push(parseCommand(text));
  };

  return (chunk) => {
    const bytes = Buffer.concat([pending, chunk]);
    let offset = 0;
    for (let taken = takePacket(bytes, 0); taken !== undefined; taken = takePacket(bytes, offset)) {
      usedBytes += taken.next - offset;
      offset = taken.next;
      if (usedBytes > limitBytes) throw tooLong(limitBytes);
      if (taken.payload !== undefined) {
        takeCommand(taken.payload);
      } else if (stage === 'commands' && commands.length > 0 && capabilities.has('push-options')) {
        stage = 'options';
      } else {
        return { commands, capabilities, shallow, options };
      }
    }
    pending = bytes.subarray(offset);
    return undefined;
  };
};

/** `<old> <new> <ref>`. Throws `push/invalid`. */
export const parseCommand = (text: string): RefCommand => {
  const [old = '', to = '', ...rest] = text.split(' ');
  const ref = rest.join(' ');
  if (!isOid(old) || !isOid(to) || ref === '') throw invalid();
  return { ref, old, new: to };
};

const invalid = (): Fault => new Fault('push/invalid', "The list of refs isn't git's protocol.", { hint: 'Push with git itself.' });

const signed = (): Fault => new Fault('push/refused', "Signed pushes aren't taken here.", { hint: 'git push --no-signed' });

const tooLong = (limitBytes: number): Fault =>
  new Fault('push/refused', `The refs and options of this push take more than ${limitBytes} bytes.`, { hint: 'Push fewer refs at once.' });
