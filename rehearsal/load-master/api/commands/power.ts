import { type Commands, changesUnit } from '#rehearsal/load-master/api/command.ts';
import { done } from '#rehearsal/load-master/api/reply.ts';

/** Both answer first; then the unit goes away. @see RESTful API interface description */
export const POWER_COMMANDS: Commands = {
  reboot: changesUnit((_call, { unit }) => done(() => unit.reboot())),
  shutdown: changesUnit((_call, { unit }) => done(() => unit.powerOff())),
};
