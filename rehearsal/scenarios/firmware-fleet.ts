import { type PairSpec, REGIONS } from '#rehearsal/world/estate-spec.ts';

/* Twenty pairs in two regions, some of them in GEO clusters across the regions. */

export const TO = '7.2.61.2.24117.RELEASE';

const PAIRS_OF_A_REGION = 10;

/** Under way at a time in each region. */
export const CONCURRENCY = 3;

/** One for each region. */
export const CANARIES = 2;

/** The canary of the second region: its standby dies while it starts the new firmware. */
export const BAD = 'us-east-1-1';

/** Of each the first pair is in the second wave; the others are in the third, where only one at a time may be begun. */
const GEO_CLUSTERS: Readonly<Record<string, readonly string[]>> = {
  north: ['eu-west-1-2', 'eu-west-1-3', 'us-east-1-2'],
  south: ['eu-west-1-4', 'eu-west-1-5', 'us-east-1-4'],
  isles: ['eu-west-1-6', 'eu-west-1-7', 'us-east-1-6'],
};

const clusterOf = (pairId: string): Pick<PairSpec, 'geoCluster'> => {
  const found = Object.entries(GEO_CLUSTERS).find(([, pairIds]) => pairIds.includes(pairId));
  return found === undefined ? {} : { geoCluster: found[0] };
};

/** Patient with one another: forty machines on two cores now and then answer late. */
const BEHAVIOUR: NonNullable<PairSpec['behaviour']> = {
  patchSeconds: 10,
  rebootSeconds: 45,
  partnerPollSeconds: 6,
  partnerPollTimeoutSeconds: 5,
};

export const PAIRS: readonly PairSpec[] = REGIONS.flatMap((region) =>
  Array.from({ length: PAIRS_OF_A_REGION }, (_, at) => ({
    id: `${region}-${at + 1}`,
    region,
    preferred: 'none' as const,
    behaviour: BEHAVIOUR,
    ...clusterOf(`${region}-${at + 1}`),
  })),
);

export const IDS = PAIRS.map(({ id }) => id);
