import type { ApplianceRef, Clock, LoadMasterCommand, LoadMasters } from '#control/ports.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { LoadMasterSeen, Reading } from '#domain/pair/seen.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { changeAwsHaParams, getAwsHaParams, setAwsHaMode } from '#loadmaster/commands/aws-ha.ts';
import { getBootTime, getHaStatus } from '#loadmaster/commands/get.ts';
import { reboot, shutDown } from '#loadmaster/commands/power.ts';
import { readFirmware } from '#loadmaster/read-firmware.ts';
import { readGeo } from '#loadmaster/read-geo.ts';
import { UNREAD_BECAUSE, type UnitFailure } from '#loadmaster/unit-failure.ts';
import { type Reach, type Reached, withSession } from '#loadmaster/with-session.ts';

export interface LoadMastersOptions extends Reach {
  readonly clock: Pick<Clock, 'now'>;
  /** Told of every failure, in more detail than a Reading or an ActionOutcome carries. */
  readonly report: (failure: UnitFailure) => void;
}

/** The units' management API behind the port: used by the gateway, and directly where there is only one process. */
export const makeLoadMasters = (options: LoadMastersOptions): LoadMasters => ({
  readStatus: (units) => readEach(options, units, readStatus),
  readFirmware: (units) => readEach(options, units, readFirmware),
  readGeo: (units) => readEach(options, units, (session) => readGeo(session)),
  readAudit: (units) => readEach(options, units, (session, { withGeo }) => audit(options, session, withGeo)),
  perform: async (unit, command) => {
    const reached = await ask(options, unit, (session) => perform(session, unit.unit, command));
    return reached.kind === 'answer' ? { kind: 'done' } : { kind: 'failed', code: reached.code };
  },
});

const readEach = async <Ref extends ApplianceRef, T>(
  options: LoadMastersOptions,
  units: readonly Ref[],
  question: (session: LoadMasterSession, unit: Ref) => Promise<T>,
): Promise<readonly Reading<T>[]> => {
  const all = await Promise.all(
    units.map((unit) => ask(options, unit, (session) => question(session, unit))),
  );
  return all.map((reached) =>
    reached.kind === 'answer'
      ? { kind: 'read', value: reached.value }
      : { kind: 'unread', code: UNREAD_BECAUSE[reached.code] },
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

/** Loaded when the first audit asks: everybody else is waiting for roles. */
const audit = async (
  { clock }: LoadMastersOptions,
  session: LoadMasterSession,
  withGeo: boolean,
): Promise<UnitAudited> => {
  const { readAudit } = await import('#loadmaster/read-audit.ts');
  return readAudit(session, { withGeo, now: () => clock.now() });
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
  { pairId, unit }: ApplianceRef,
  question: (session: LoadMasterSession) => Promise<T>,
): Promise<Reached<T>> => {
  const reached = await withSession(options, { pairId, unit }, question);
  if (reached.kind === 'failure') {
    const { code, details } = reached;
    options.report({ pairId, unit, code, ...details });
  }
  return reached;
};
