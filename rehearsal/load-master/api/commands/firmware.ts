import { SECOND_MS } from '#domain/time.ts';
import { type Commands, changesUnit, reads } from '#rehearsal/load-master/api/command.ts';
import { data, done, refused } from '#rehearsal/load-master/api/reply.ts';
import { patchVersion } from '#rehearsal/load-master/firmware/patch-image.ts';
import { isAtLeast } from '#rehearsal/load-master/firmware/version.ts';

/** The documents say `yes`, the vendor's PowerShell module sends `1`. */
const CONFIRMED = /^(yes|1)$/;

const RESTORED = 'Previous version of Software restored';
const REBOOT = 'Please reboot to reactivate.';

/** What a unit says to a wrong image, or without `confirm`, is not published. @see LoadMaster API v1 documentation */
export const FIRMWARE_COMMANDS: Commands = {
  installpatch: {
    ...changesUnit((call, { unit, scheduler }) => {
      const { upload } = call;
      const version = upload && patchVersion(upload.content);
      if (upload === undefined || version === undefined) return refused('Invalid patch file');
      const { patchSeconds, requireConfirmFrom } = unit.behaviour;
      const confirmed = CONFIRMED.test(call.parameters.get('confirm') ?? '');
      if (isAtLeast(version, requireConfirmFrom) && !confirmed) return refused('Confirmation required');
      const { size, sha256 } = upload;
      const bootedAt = unit.bootedAt();
      scheduler.after(patchSeconds * SECOND_MS, () => {
        const runsOn = unit.machine() === 'up' && unit.bootedAt() === bootedAt;
        if (runsOn) unit.firmware.stage({ version, image: { size, sha256 } });
      });
      return { ...done(), takesMs: patchSeconds * SECOND_MS };
    }),
    takesUpload: true,
    onlyV1: true,
  },

  /** What it answers on a unit that never had another version is not published. */
  getpreviousversion: reads((_call, { unit }) => {
    const version = unit.firmware.previous() ?? '';
    return data({ PreviousVersion: `${version}\n` }, { PreviousVersion: version });
  }),

  restorepatch: changesUnit((_call, { unit }) => {
    const version = unit.firmware.previous();
    if (version === undefined) return refused('No previous version of Software available');
    unit.firmware.stage({ version });
    const separator = unit.behaviour.restorepatchLiteralBackslashN ? '\\n' : '\n';
    return {
      ...done(),
      message: `${RESTORED}\n${REBOOT}`,
      messageV1: `${RESTORED}${separator}${REBOOT}`,
    };
  }),
};
