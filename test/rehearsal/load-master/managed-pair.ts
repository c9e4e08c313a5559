import type { UnitName } from '#domain/estate/estate.ts';
import { Management } from '#rehearsal/load-master/api/management.ts';
import type { Fields, Reply } from '#rehearsal/load-master/api/reply.ts';
import { uploadOf } from '#rehearsal/load-master/api/upload.ts';
import { Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import { PASSWORD } from './managed-unit.ts';
import { makeRunningPair, type VirtualPair } from './virtual-pair.ts';

export const SECRET = 'a partner secret'.replaceAll(' ', '-');

/** One unit of a pair, called as `bal`. */
export interface ManagedUnit {
  readonly management: Management;
  /** Calls and returns what the command answers. `content`: what is uploaded. */
  readonly call: (command: string, parameters?: Record<string, string>, content?: Buffer) => Reply;
  /** The fields of an answer in v2. */
  readonly read: (command: string, parameters?: Record<string, string>) => Fields;
}

export type ManagedPair = Readonly<Record<UnitName, ManagedUnit>> & {
  readonly pair: VirtualPair;
  readonly neighbourhood: Neighbourhood;
};

const manage = (management: Management): ManagedUnit => {
  const call: ManagedUnit['call'] = (command, parameters = {}, content) => {
    const outcome = management.perform({
      command,
      parameters: Object.entries(parameters),
      credentials: { kind: 'password', user: 'bal', password: PASSWORD },
      wire: 'v1',
      ...(content === undefined ? {} : { upload: uploadOf(content) }),
    });
    if (outcome.kind !== 'replied') throw new Error(`${command}: ${outcome.kind}`);
    return outcome.reply;
  };
  const read: ManagedUnit['read'] = (command, parameters) => {
    const reply = call(command, parameters);
    if (reply.kind !== 'data') throw new Error(`${command}: ${JSON.stringify(reply)}`);
    return reply.v2;
  };
  return { management, call, read };
};

/** Both units of a running pair, the first one active, in reach of each other. */
export const makeManagedPair = (
  options: Parameters<typeof makeRunningPair>[0] & {
    readonly secrets?: Readonly<Partial<Record<UnitName, string>>>;
  } = {},
): ManagedPair => {
  const { secrets = { first: SECRET, second: SECRET }, ...pairOptions } = options;
  const pair = makeRunningPair(pairOptions);
  const neighbourhood = new Neighbourhood();
  const make = (unit: UnitName): ManagedUnit => {
    const partnerSecret = secrets[unit];
    return manage(
      new Management(
        pair[unit],
        {
          users: { bal: PASSWORD },
          serialNumber: '1182772',
          neighbourhood,
          ...(partnerSecret === undefined ? {} : { partnerSecret }),
        },
        pair.scheduler,
      ),
    );
  };
  return { pair, neighbourhood, first: make('first'), second: make('second') };
};
