import { commandOf, type Desired, shapeOf } from '../../../core/index.ts';

/** One string of an environment or an argument list may have 128 KiB, its name and the final zero included (Linux: MAX_ARG_STRLEN). */
const longestString = 128 * 1024 - 1;

/** What would keep `desired` from running here, each a sentence. */
export const checkDesired = (desired: Desired): readonly string[] => {
  const { release, shape, environment } = desired;
  const problems: string[] = [];
  if (release === undefined) return ['There is no release to run yet.'];
  for (const processType of new Set([...Object.keys(release.processes), ...Object.keys(shape.processes)])) {
    const { replicas, size } = shapeOf(shape, processType);
    const command = commandOf(desired, processType);
    if (processType !== 'release' && replicas > 0 && command === undefined) {
      problems.push(
        `Process type «${processType}» is to have ${replicas} replicas, but neither the Procfile nor app.yaml names its command.`,
      );
    }
    if (command?.includes('\0')) problems.push(`The command of «${processType}» holds a NUL character.`);
    if (command !== undefined && Buffer.byteLength(command) > longestString)
      problems.push(`The command of «${processType}» is over 128 KiB.`);
    if (!Number.isInteger(replicas) || replicas < 0) problems.push(`«${processType}» can't have ${replicas} replicas.`);
    if (!(size > 0)) problems.push(`«${processType}» can't have size ${size}.`);
  }
  for (const [name, value] of Object.entries(environment)) {
    if (name.includes('\0') || name.includes('=') || value.includes('\0'))
      problems.push(`Variable «${name}» holds a character no environment can.`);
    if (Buffer.byteLength(name) + Buffer.byteLength(value) + 1 > longestString) problems.push(`Variable «${name}» is over 128 KiB.`);
  }
  if (shape.health?.path !== undefined && !/^\/[!-~]*$/.test(shape.health.path)) {
    problems.push(`The health check's path «${shape.health.path}» must begin with "/" and hold no spaces.`);
  }
  return problems;
};
