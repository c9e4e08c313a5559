import { Management } from '#rehearsal/load-master/api/management.ts';
import type { Reply } from '#rehearsal/load-master/api/reply.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { makeRunningPair } from './virtual-pair.ts';

export const PASSWORD = 'correct horse';

/** The management API of one unit of a running pair, in virtual time; calls are made as `bal` over v1. */
export const makeManaged = (
  unit: 'first' | 'second' = 'first',
  behaviour: Partial<UnitBehaviour> = {},
  settings: Readonly<Record<string, string>> = {},
) => {
  const pair = makeRunningPair({ behaviour });
  const management = new Management(
    pair[unit],
    {
      users: { bal: PASSWORD, operator: PASSWORD },
      serialNumber: '1182772',
      settings,
    },
    pair.scheduler,
  );
  const call = (
    command: string,
    parameters: Record<string, string> = {},
    password = PASSWORD,
    user = 'bal',
  ) =>
    management.perform({
      command,
      parameters: Object.entries(parameters),
      credentials: { kind: 'password', user, password },
      wire: 'v1',
    });
  const reply = (command: string, parameters: Record<string, string> = {}): Reply => {
    const outcome = call(command, parameters);
    if (outcome.kind !== 'replied') throw new Error(`${command}: ${outcome.kind}`);
    return outcome.reply;
  };
  const v2 = (command: string, parameters: Record<string, string> = {}) => {
    const answer = reply(command, parameters);
    return answer.kind === 'data' ? answer.v2 : answer;
  };
  return { pair, management, call, reply, v2 };
};

/** What a setter answers. */
export const DONE = { kind: 'done', message: 'Command completed ok' };
