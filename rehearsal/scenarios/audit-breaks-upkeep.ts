import type { AuditPolicy } from '#domain/audit/audit-policy.ts';
import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';
import type { Licence } from '#rehearsal/load-master/config/licence.ts';
import { makeUnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import {
  type Break,
  type BreakPlace,
  type Breaks,
  now,
  untilRole,
} from '#rehearsal/scenarios/audit-break.ts';
import { declareOtherwise } from '#rehearsal/scenarios/audit-course.ts';
import { putBackups } from '#rehearsal/world/backup-shelf.ts';

/* What goes wrong by itself, with time, or by what is declared. */

const DAY_MS: DurationMs = 24 * 60 * MINUTE_MS;

/** Less than what is to be left by default. */
const SOON_MS: DurationMs = 10 * DAY_MS;

const OTHER_FIRMWARE = '7.2.62.0.25000.RELEASE';

const declarePolicy = ({ stage, pair }: BreakPlace, policy: Partial<AuditPolicy>): Promise<void> =>
  declareOtherwise(stage, pair.id, (declared) => ({
    ...declared,
    audit: { ...auditPolicyOf(declared), ...policy },
  }));

const undeclare = ({ stage, pair }: BreakPlace) => declareOtherwise(stage, pair.id, (declared) => declared);

const endsSoon = (words: string, what: 'licensedUntil' | 'supportUntil'): Break => ({
  words,
  happen: (place) => {
    const { management } = place.wired.second;
    const endsIn = (ms: DurationMs): Partial<Licence> => ({ [what]: now(place) + ms });
    management.changeLicence(endsIn(SOON_MS));
    return () => management.changeLicence(endsIn(365 * DAY_MS));
  },
});

const runOther = async (place: BreakPlace, version: string): Promise<void> => {
  const { unit } = place.wired.second;
  unit.firmware.stage({ version });
  unit.reboot();
  await untilRole(place, 'second', 'standby');
};

export const UPKEEP_BREAKS: Breaks = {
  'firmware-equal': {
    words: 'the standby has been updated, and the active unit has not',
    happen: async (place) => {
      const before = place.wired.second.unit.firmware.version();
      await runOther(place, OTHER_FIRMWARE);
      return () => runOther(place, before);
    },
  },
  'firmware-minimum': {
    words: 'newer firmware is declared to be the oldest that may run',
    happen: async (place) => {
      await declarePolicy(place, { minimumFirmware: '7.2.62.0' });
      return () => undeclare(place);
    },
  },
  clock: {
    words: 'the clock of the standby is five minutes ahead',
    happen: ({ wired: { second } }) => {
      second.management.setClockAhead(5 * MINUTE_MS);
      return () => second.management.setClockAhead(0);
    },
  },
  'backup-age': {
    words: 'backups are asked for, and there are none',
    happen: async (place) => {
      await declarePolicy(place, { backupWithinMs: DAY_MS });
      return () => putBackups(place.one.region, place.one.pair, now(place));
    },
  },
  licence: endsSoon('the licence of the standby ends in ten days', 'licensedUntil'),
  support: endsSoon('the support of the standby ends in ten days', 'supportUntil'),
  'certificate-expiry': {
    words: 'the certificate of the standby expires in ten days',
    happen: async (place) => {
      const { second } = place.wired;
      const certificate = await makeUnitCertificate(second.unit.address, now(place) + SOON_MS);
      second.showCertificate(certificate);
      await declareOtherwise(place.stage, place.pair.id, ({ units, ...declared }) => ({
        ...declared,
        units: { ...units, second: { ...units.second, certificateSha256: certificate.sha256 } },
      }));
      return async () => {
        second.showCertificate(second.certificate);
        await undeclare(place);
      };
    },
  },
};
