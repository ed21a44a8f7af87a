import { randomInt } from 'node:crypto';
import { type AppName, isFault } from '../core/index.ts';

/** Two random words, `amber-otter`. A number follows when `attempt` says five times that the name is taken (`app/exists`). */
export const generateAppName = async <Value>(attempt: (name: AppName) => Promise<Value>): Promise<Value> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt(twoWords(tries < 5 ? '' : `-${randomInt(1000, 10_000)}`));
    } catch (error) {
      if (!isFault(error, 'app/exists') || tries === 20) throw error;
    }
  }
};

const twoWords = (end: string): AppName => `${pick(first)}-${pick(second)}${end}` as AppName;

const pick = (words: readonly string[]): string => words[randomInt(words.length)] ?? '';

const first = (
  'amber azure bold brave bright brisk calm clear clever cosy crisp dapper deft eager early fair fancy fleet fond free fresh gentle glad golden ' +
  'grand happy hardy hazel honest humble jolly keen kind lively lucky lunar merry mighty mild misty noble olive patient plucky polite proud quick ' +
  'quiet rapid ready rustic scarlet sharp silent silver smooth snowy solar steady still sunny swift tidy tranquil true velvet vivid warm wise witty'
).split(' ');

const second = (
  'acorn badger basin beacon birch bison brook canyon cedar clover comet condor coral cove crane creek delta dune eagle elm ember falcon fern fjord ' +
  'forest fox garden geyser glacier grove harbor hawk heron hill holly island ivy jay kestrel lagoon lake lark laurel lemur lily linden lynx maple ' +
  'marten meadow mesa moose moss oak oasis orchid osprey otter panda pebble pine plover pond prairie quail raven reef ridge river robin sage salmon ' +
  'sparrow spring spruce stone stream summit swan thistle tide tulip valley walnut willow wren'
).split(' ');
