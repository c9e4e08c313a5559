import * as z from 'zod';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';

/* The secret that the units of a pair need in common from some firmware on. */

const credentials = z.object({ user: z.string(), password: z.string() });

const LOOK_EVERY_MS: DurationMs = SECOND_MS / 4;

/** From each unit's first answer on this firmware until its secret is set, in seconds; the longest of the pair. */
export interface SecretClock {
  longest(): number;
}

/** Looks four times a simulated second from now on. A unit that never gets its secret counts until it is asked. */
export const followSecrets = (stage: Stage, pairId: string, version: string): SecretClock => {
  const { scheduler } = stage.world;
  const { wired } = stage.find(pairId).pair;
  const upAt = new Map<UnitName, EpochMs>();
  const setAt = new Map<UnitName, EpochMs>();
  const look = (): void => {
    for (const unit of UNIT_NAMES) {
      const loadMaster = unitOf(stage, pairId, unit);
      const answers = loadMaster.machine() === 'up' && loadMaster.firmware.version() === version;
      const hasSecret = wired[unit].management.partnerSecret() !== undefined;
      if (answers && !upAt.has(unit)) upAt.set(unit, scheduler.now());
      if (hasSecret && !setAt.has(unit)) setAt.set(unit, scheduler.now());
    }
    if (setAt.size < UNIT_NAMES.length) scheduler.after(LOOK_EVERY_MS, look);
  };
  look();
  const secondsOf = (unit: UnitName): number => {
    const from = upAt.get(unit);
    return from === undefined ? 0 : ((setAt.get(unit) ?? scheduler.now()) - from) / SECOND_MS;
  };
  return { longest: () => Math.round(Math.max(...UNIT_NAMES.map(secondsOf)) * 10) / 10 };
};

export const bothHaveSecret = (stage: Stage, pairId: string): boolean => {
  const { wired } = stage.find(pairId).pair;
  const [first, second] = UNIT_NAMES.map((unit) => wired[unit].management.partnerSecret());
  return first !== undefined && first === second;
};

/** As a person does in the units' own pages, one after the other. */
export const setSecretsByHand = (stage: Stage, pairId: string): void => {
  const { pair, wired, secrets } = stage.find(pairId).pair;
  const secret = secrets.get(pair.partnerSecret ?? '') ?? '';
  for (const unit of UNIT_NAMES) {
    const known = credentials.parse(JSON.parse(secrets.get(pair.units[unit].credentials) ?? '{}'));
    const outcome = wired[unit].management.perform({
      command: 'setlmcommsecret',
      parameters: [['secret', secret]],
      credentials: { kind: 'password', ...known },
      wire: 'v2',
    });
    if (outcome.kind !== 'replied' || outcome.reply.kind !== 'done')
      throw new Error(`${pairId}: ${unit} did not take its secret: ${JSON.stringify(outcome)}`);
    stage.note(`${pairId}: somebody sets the secret on ${unit}`);
  }
};

/**
 * Both units tell the load balancer that they are active. A unit that hands over is active in its own eyes for a while too,
 * out of sight and by intent: that is not meant.
 */
export const doBothAnswer = (stage: Stage, pairId: string): boolean => {
  const { port } = stage.find(pairId).pair.pair.healthCheck;
  return UNIT_NAMES.every((unit) => {
    const answer = unitOf(stage, pairId, unit).healthAnswer(port);
    return answer.kind === 'status' && answer.status === 200;
  });
};
