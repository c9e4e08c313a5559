import { setImmediate } from 'node:timers/promises';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { patchImage } from '#rehearsal/load-master/firmware/patch-image.ts';
import type { Platform } from '#rehearsal/load-master/types.ts';
import { makeUnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import { wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import { ADDRESSES, makeRunningPair } from '../rehearsal/load-master/virtual-pair.ts';
import type { ContractUnit } from './contracts/contract-unit.ts';

const PASSWORD = 'correct horse';
const MANAGEMENT_PORT = 8443;
const IMAGE_BYTES = 100_000;

/** One for all units of a file: making it takes longer than most tests. */
const certificate = makeUnitCertificate(ADDRESSES.first);

export interface SimulatedUnit extends ContractUnit {
  /** The partner takes over, and the unit comes back as a standby. */
  standBy(): Promise<void>;
}

/** The first unit of a simulated pair, active, in virtual time, behind real sockets. */
export const simulated = async (
  behaviour: Partial<UnitBehaviour>,
  platform: Platform = 'aws',
): Promise<SimulatedUnit> => {
  const { first, second, scheduler, pass, poll } = makeRunningPair({ behaviour, platform });
  const network = makeNetwork();
  const wired = await wireUnit(
    first,
    {
      users: { bal: PASSWORD },
      serialNumber: '1182772',
      servicePort: 443,
      certificate: await certificate,
    },
    { network, scheduler },
  );
  const set = async (name: string, value: string): Promise<void> =>
    void wired.management.settings.set(name, value);
  const unit: SimulatedUnit = {
    endpoint: () => ({
      // Port 1 is nobody's: the unit is not listening.
      management: `https://127.0.0.1:${network.resolve(ADDRESSES.first, MANAGEMENT_PORT) ?? 1}`,
      certificateSha256: wired.certificate.sha256,
    }),
    user: 'bal',
    password: PASSWORD,
    clock: {
      now: () => scheduler.now(),
      sleep: async (ms) => scheduler.advance(ms),
    },
    passingTime: async (work) => {
      let isOver = false;
      const end = (): void => {
        isOver = true;
      };
      work.then(end, end);
      while (!isOver) {
        await setImmediate();
        pass(1);
      }
      return work;
    },
    up: async () => {
      while (first.machine() === 'up') await setImmediate();
      pass(first.behaviour.rebootSeconds + 1);
      poll();
      await wired.settled();
    },
    image: (version) => patchImage(version, IMAGE_BYTES),
    disableApi: () => set('enableapi', 'no'),
    refuseV2: () => set('sessioncontrol', 'no'),
    standBy: async () => {
      for (const one of [first, second]) one.configureHa({ preferFirst: false });
      first.powerOff();
      pass(LONG_ENOUGH_TO_TAKE_OVER);
      first.powerOn();
      await unit.up();
    },
    stop: async () => wired.stop(),
  };
  return unit;
};

const LONG_ENOUGH_TO_TAKE_OVER = 120;

/** Every switch with its other positions; of a number, one that makes a difference. A new switch does not compile without. */
const POSITIONS: { readonly [K in keyof UnitBehaviour]: readonly UnitBehaviour[K][] } = {
  partnerPollSeconds: [10],
  partnerPollTimeoutSeconds: [1],
  takeoverMisses: [1],
  dualActiveResolution: ['second-yields'],
  secretGatesPolling: [true],
  standbyAcceptsConnections: [true],
  passivePollStatus: [200],
  singlePollResult: [200, 503],
  missingCommands: [['getcloudhaparams']],
  rebootSeconds: [1],
  standbyRejectsWrites: [403, 422],
  rateLimitAction: ['hang'],
  hcaiOnValue: ['Y', 'yes', 'true', 'set'],
  missingParameterCodeV1: [400],
  disabledApiBody: ['empty'],
  emitDirtyHeader: [true],
  statusFailAtHttp200: [true],
  unsetAsString: [false],
  newlineInValues: [true],
  partnerListSeparator: ['space'],
  clusterListShape: ['array'],
  geoListsSynchronised: [true],
  serviceAddressesFollow: [false],
  haStatusInGetall: [false],
  patchSeconds: [0],
  requireConfirmFrom: ['0.0.0'],
  restorepatchLiteralBackslashN: [false],
  singleElementLists: ['object'],
};

const oneAtATime: readonly Partial<UnitBehaviour>[] = Object.entries(POSITIONS).flatMap(([name, values]) =>
  values.map((value) => ({ [name]: value })),
);

export const ALL_TOGETHER: Partial<UnitBehaviour> = Object.assign({}, ...oneAtATime);

/** Runs a contract with the simulator's usual habits, with every other position of every switch, and with all of them. */
export const inEveryPosition = (
  describeContract: (name: string, make: () => Promise<ContractUnit>) => void,
): void => {
  for (const behaviour of [{}, ...oneAtATime]) {
    const name = Object.entries(behaviour).map(([key, value]) => `${key} ${value}`);
    describeContract(name.join() || 'usual habits', () => simulated(behaviour));
  }
  describeContract('all other habits together', () => simulated(ALL_TOGETHER));
};
