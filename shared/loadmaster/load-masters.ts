import { DamagedItemError, StoreUnavailableError } from '#control/errors.ts';
import type { LoadMasterCommand, LoadMasters, UnitRef } from '#control/ports.ts';
import type { Appliance, Pair, UnitName } from '#domain/estate/estate.ts';
import type { LoadMasterSeen, Reading } from '#domain/pair/seen.ts';
import type { LoadMasterClient, LoadMasterSession } from '#loadmaster/client.ts';
import { changeAwsHaParams, getAwsHaParams, setAwsHaMode } from '#loadmaster/commands/aws-ha.ts';
import { getBootTime, getHaStatus } from '#loadmaster/commands/get.ts';
import { reboot, shutDown } from '#loadmaster/commands/power.ts';
import type { CredentialSource } from '#loadmaster/credentials.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { readFirmware } from '#loadmaster/read-firmware.ts';
import {
  UNREAD_BECAUSE,
  type UnitFailure,
  type UnitFailureCode,
  unitFailure,
} from '#loadmaster/unit-failure.ts';

export interface LoadMastersOptions {
  readonly client: LoadMasterClient;
  /** The declared pair; undefined when there is none. May throw what a PairStore throws. */
  readonly resolve: (pairId: string) => Promise<Pair | undefined>;
  readonly credentials: CredentialSource;
  /** Told of every failure, in more detail than a Reading or an ActionOutcome carries. */
  readonly report: (failure: UnitFailure) => void;
}

type Answer<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'failure'; readonly failure: UnitFailure };

/** The units' management API behind the port: used by the gateway, and directly where there is only one process. */
export const makeLoadMasters = (options: LoadMastersOptions): LoadMasters => ({
  readStatus: (units) => readEach(options, units, readStatus),
  readFirmware: (units) => readEach(options, units, readFirmware),
  perform: async (unit, command) => {
    const answer = await ask(options, unit, (session) => perform(session, unit.unit, command));
    return answer.kind === 'answer' ? { kind: 'done' } : { kind: 'failed', code: answer.failure.code };
  },
});

const readEach = async <T>(
  options: LoadMastersOptions,
  units: readonly UnitRef[],
  question: (session: LoadMasterSession) => Promise<T>,
): Promise<readonly Reading<T>[]> => {
  const resolve = onceEach(options.resolve);
  const answers = await Promise.all(units.map((unit) => ask({ ...options, resolve }, unit, question)));
  return answers.map((answer) =>
    answer.kind === 'answer'
      ? { kind: 'read', value: answer.value }
      : { kind: 'unread', code: UNREAD_BECAUSE[answer.failure.code] },
  );
};

const readStatus = async (session: LoadMasterSession): Promise<LoadMasterSeen> => {
  const haStatus = await getHaStatus(session);
  const bootedAt = await getBootTime(session);
  const { healthPort, designation, partner, prefersFirst } = await getAwsHaParams(session);
  return {
    haStatus,
    designation,
    ...(healthPort !== undefined && { healthPort }),
    ...(bootedAt !== undefined && { bootedAt }),
    ...(partner !== undefined && { partner }),
    ...(prefersFirst !== undefined && { prefersFirst }),
  };
};

const perform = (session: LoadMasterSession, unit: UnitName, command: LoadMasterCommand): Promise<void> => {
  switch (command.kind) {
    case 'set-preference':
      return changeAwsHaParams(session, { prefersFirst: command.prefersFirst });
    case 'set-ha-mode':
      return setAwsHaMode(session, unit);
    case 'set-health-port':
      return changeAwsHaParams(session, { healthPort: command.port });
    case 'reboot':
      return reboot(session);
    case 'shutdown':
      return shutDown(session);
    default:
      return command satisfies never;
  }
};

const ask = async <T>(
  options: LoadMastersOptions,
  unit: UnitRef,
  question: (session: LoadMasterSession) => Promise<T>,
): Promise<Answer<T>> => {
  const answer = await askUnreported(options, unit, question);
  if (answer.kind === 'failure') options.report(answer.failure);
  return answer;
};

const askUnreported = async <T>(
  { client, resolve, credentials }: LoadMastersOptions,
  unit: UnitRef,
  question: (session: LoadMasterSession) => Promise<T>,
): Promise<Answer<T>> => {
  const appliance = await findAppliance(resolve, unit);
  if (typeof appliance === 'string') return failed(unit, appliance);
  const read = await credentials.read(appliance.credentials);
  if (read.kind === 'missing') return failed(unit, read.code);
  const session = client.open(appliance, read.credentials);
  try {
    return { kind: 'answer', value: await question(session) };
  } catch (error) {
    if (!(error instanceof LoadMasterError)) throw error;
    if (error.code === 'auth' && error.withheld !== true) credentials.forget(appliance.credentials);
    return { kind: 'failure', failure: unitFailure(unit, error) };
  } finally {
    session.close();
  }
};

const failed = (unit: UnitRef, code: UnitFailureCode): Answer<never> => ({
  kind: 'failure',
  failure: { pairId: unit.pairId, unit: unit.unit, code },
});

const findAppliance = async (
  resolve: LoadMastersOptions['resolve'],
  unit: UnitRef,
): Promise<Appliance | 'unit-not-declared' | 'estate-unread'> => {
  try {
    const appliance = (await resolve(unit.pairId))?.units[unit.unit];
    if (appliance === undefined) return 'unit-not-declared';
    return URL.canParse(appliance.management) ? appliance : 'estate-unread';
  } catch (error) {
    if (error instanceof StoreUnavailableError || error instanceof DamagedItemError) return 'estate-unread';
    throw error;
  }
};

/** Both units of a pair are found by one read of the pair. */
const onceEach = (resolve: LoadMastersOptions['resolve']): LoadMastersOptions['resolve'] => {
  const known = new Map<string, ReturnType<typeof resolve>>();
  return (pairId) => {
    const pair = known.get(pairId) ?? resolve(pairId);
    known.set(pairId, pair);
    return pair;
  };
};
