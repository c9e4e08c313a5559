import { readBackup, writeBackup } from '#rehearsal/load-master/api/backup-file.ts';
import { type Command, type Commands, changesUnit, reads } from '#rehearsal/load-master/api/command.ts';
import { done, missing, type Reply, refused, unknownValue } from '#rehearsal/load-master/api/reply.ts';
import { isComplete } from '#rehearsal/load-master/api/upload.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';

/** What `type` is the sum of. 8, the single sign-on settings, has nothing to restore here. */
const BASE = 1;
const VIRTUAL_SERVICES = 2;
const GEO = 4;

const TYPE = /^([1-9]|1[0-5])$/;

const isHa = (unit: LoadMasterUnit): boolean => unit.cloudHa().mode !== 'single';

/** As in the published `LMBackups_lb100_2024_08_14.13_36`. */
const fileName = (hostname: string, at: number): string => {
  const [year, month, day, hour, minute] = new Date(at).toISOString().split(/\D/);
  return `LMBackups_${hostname}_${year}_${month}_${day}.${hour}_${minute}`;
};

/** "A single machine configuration cannot be restored on an HA machine", and the reverse: the base, that is. */
const wrongKind = (ha: boolean): Reply =>
  refused(
    ha
      ? 'An HA configuration cannot be restored on a single unit'
      : 'A single unit configuration cannot be restored on an HA unit',
  );

const restore: Command['run'] = (call, { configuration, unit, restoreBaseAtBoot }) => {
  const text = call.parameters.get('type');
  if (text === undefined) return missing('type');
  if (!TYPE.test(text)) return unknownValue(text);
  const { upload } = call;
  const backup = upload && isComplete(upload) ? readBackup(upload.content) : undefined;
  if (backup === undefined) return refused('Invalid backup file');
  const wants = (part: number): boolean => (Number(text) & part) !== 0;
  if (wants(BASE) && backup.ha !== isHa(unit)) return wrongKind(backup.ha);
  const { base, virtualServices, geo } = backup.configuration;
  if (wants(BASE)) restoreBaseAtBoot(base);
  configuration.restore({
    ...(wants(VIRTUAL_SERVICES) ? { virtualServices } : {}),
    ...(wants(GEO) ? { geo } : {}),
  });
  return done();
};

/** @see RESTful API interface description, "Backup/Restore"; High Availability, Feature Description, for the refusals */
export const BACKUP_COMMANDS: Commands = {
  backup: {
    ...reads((_call, { configuration, scheduler, settings, unit }) => {
      const { certificates: _, ...content } = configuration.snapshot();
      return {
        kind: 'file',
        name: fileName(settings.text('hostname'), scheduler.now()),
        content: writeBackup({ ha: isHa(unit), configuration: content }),
      };
    }),
    isPrivileged: true,
  },
  restore: { ...changesUnit(restore), takesUpload: true },
};
