import { parseArgs } from 'node:util';
import { endProcess } from '#rehearsal/end-process.ts';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { SCENARIOS } from '#rehearsal/scenarios/catalogue.ts';
import { listLines, summaryLines, timelineLine } from '#rehearsal/scenarios/report.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';

/** Figures are stable at this speed on two cores; see docs/rehearsal.md. */
const DEFAULT_SPEED = 20;
const DEFAULT_SEED = 1;

const USAGE = 'npm run rehearse -- <scenario> [--json] [--without-control-plane] [--seed N] [--speed N]';

interface Arguments {
  readonly name: string | undefined;
  readonly json: boolean;
  readonly withoutControlPlane: boolean;
  readonly seed: number;
  /** Absent: the scenario's own, or the usual one. */
  readonly speed: number | undefined;
}

const number = (text: string, least: number): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) throw new TypeError(`not a number that fits: ${text}`);
  return value;
};

/** @throws TypeError for arguments that are not in the usage */
const readArguments = (): Arguments => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      'without-control-plane': { type: 'boolean', default: false },
      seed: { type: 'string' },
      speed: { type: 'string' },
    },
  });
  if (positionals.length > 1) throw new TypeError('one scenario at a time');
  return {
    name: positionals[0],
    json: values.json,
    withoutControlPlane: values['without-control-plane'],
    seed: values.seed === undefined ? DEFAULT_SEED : number(values.seed, 0),
    speed: values.speed === undefined ? undefined : number(values.speed, Number.MIN_VALUE),
  };
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const play = async (scenario: Scenario, args: Arguments): Promise<boolean> => {
  const { json, withoutControlPlane, seed, speed = scenario.speed ?? DEFAULT_SPEED } = args;
  const rules = withoutControlPlane ? [] : await projectRules();
  const outcome = await runScenario(scenario, { rules, seed, speed });
  const { passed, figures, timeline, causedAt } = outcome;
  if (json) {
    say(JSON.stringify({ scenario: scenario.name, passed, figures }));
    return passed;
  }
  say(`${scenario.name}: ${scenario.sentence}\n`);
  for (const entry of timeline) say(timelineLine(entry, causedAt));
  for (const line of summaryLines(outcome)) say(line);
  return passed;
};

const main = async (): Promise<number> => {
  let args: Arguments;
  try {
    args = readArguments();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    return 2;
  }
  if (args.name === undefined) {
    say(`${USAGE}\n`);
    for (const line of listLines(SCENARIOS)) say(line);
    return 0;
  }
  const scenario = SCENARIOS.find(({ name }) => name === args.name);
  if (scenario === undefined) {
    process.stderr.write(`there is no scenario ${args.name}\n${USAGE}\n`);
    return 2;
  }
  return (await play(scenario, args)) ? 0 : 1;
};

endProcess(await main());
