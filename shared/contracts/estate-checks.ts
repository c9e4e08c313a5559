import { regionOfTargetGroup } from '#contracts/estate-file.ts';
import { type EstatePath, type EstateProblem, formatPath } from '#contracts/estate-places.ts';
import { canonicalAddress } from '#domain/canonical-address.ts';
import { type Appliance, type Estate, type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';

/* What no single value shows: things that must differ from, or agree with, one another. */

interface Placed<T> {
  readonly path: EstatePath;
  readonly value: T;
}

/** A problem for every value that stood somewhere before. */
const repeats = (what: string, placed: readonly Placed<string>[]): readonly EstateProblem[] => {
  const seen = new Map<string, EstatePath>();
  return placed.flatMap(({ path, value }) => {
    const before = seen.get(value);
    if (before) return [{ path, message: `${what} is also at ${formatPath(before)}` }];
    seen.set(value, path);
    return [];
  });
};

const appliances = (estate: Estate): readonly Placed<Appliance & { readonly region: string }>[] => [
  ...estate.pairs.flatMap(({ region, units }, index) =>
    UNIT_NAMES.map((unit) => ({ path: ['pairs', index, 'units', unit], value: { ...units[unit], region } })),
  ),
  ...estate.standalones.map((value, index) => ({ path: ['standalones', index], value })),
];

const repeatedIds = ({ pairs, standalones }: Estate): readonly EstateProblem[] =>
  repeats('this id', [
    ...pairs.map(({ id }, index) => ({ path: ['pairs', index, 'id'], value: id })),
    ...standalones.map(({ id }, index) => ({ path: ['standalones', index, 'id'], value: id })),
  ]);

/** Addresses are compared within a region: the networks of two regions may well have the same ones. */
const repeatedAppliances = (estate: Estate): readonly EstateProblem[] => {
  const all = appliances(estate);
  const field = (name: keyof Appliance, identity: (of: Appliance & { readonly region: string }) => string) =>
    all.map(({ path, value }) => ({ path: [...path, name], value: identity(value) }));
  return [
    ...repeats(
      'this instance',
      field('instanceId', ({ instanceId }) => instanceId),
    ),
    ...repeats(
      'this address',
      field('address', (one) => `${one.region} ${canonicalAddress(one.address)}`),
    ),
    // By a public address a unit is found from anywhere: it has to be one unit's in the whole estate.
    ...repeats(
      'this public address',
      all.flatMap(({ path, value: { publicAddress } }) =>
        publicAddress === undefined
          ? []
          : [{ path: [...path, 'publicAddress'], value: canonicalAddress(publicAddress) }],
      ),
    ),
    ...repeats(
      'this endpoint',
      field('management', (one) => `${one.region} ${one.management}`),
    ),
  ];
};

const targetGroupProblems = ({ region, targetGroups }: Pair, path: EstatePath): readonly EstateProblem[] => {
  const placed = targetGroups.map((value, index) => ({ path: [...path, 'targetGroups', index], value }));
  const foreign = placed.filter(({ value }) => regionOfTargetGroup(value) !== region);
  return [
    ...repeats('this target group', placed),
    ...foreign.map((one) => ({ path: one.path, message: `must be in the pair's own region, ${region}` })),
  ];
};

/** The port of an https endpoint whose default port a URL leaves out. */
const managementPort = ({ management }: Appliance): number => Number(new URL(management).port || 443);

const portProblems = ({ healthCheck, units }: Pair, path: EstatePath): readonly EstateProblem[] => {
  const problems: EstateProblem[] = [];
  for (const name of ['port', 'handoverPort'] as const)
    for (const unit of UNIT_NAMES)
      if (healthCheck[name] === managementPort(units[unit]))
        problems.push({
          path: [...path, 'healthCheck', name],
          message: `${healthCheck[name]} is the management port of the ${unit} unit`,
        });
  if (healthCheck.port === healthCheck.handoverPort)
    problems.push({
      path: [...path, 'healthCheck', 'handoverPort'],
      message: `${healthCheck.port} is the health-check port`,
    });
  return problems;
};

/** Both are the pair's own words: of `defaults` a pair takes over only what can hold (`fillPolicies`). */
const failbackProblems = ({ failback, preferred }: Pair, path: EstatePath): readonly EstateProblem[] => {
  const { policy, windows } = failback;
  if (policy === 'native' && windows.length > 0)
    return [
      {
        path: [...path, 'failback', 'windows'],
        message: 'nothing waits for a window: the policy of this pair is native',
      },
    ];
  if (policy !== 'native' && preferred === 'none')
    return [
      {
        path: [...path, 'failback', 'policy'],
        message: `${policy} needs a unit to return to: preferred of this pair is none`,
      },
    ];
  return [];
};

/** Who is in no GEO cluster has neither a place in it nor a time for it. */
const geoProblems = (pair: Pair, path: EstatePath): readonly EstateProblem[] =>
  pair.geoCluster !== undefined
    ? []
    : (['geoMaster', 'geoWindows'] as const)
        .filter((key) => pair[key] !== undefined)
        .map((key) => ({
          path: [...path, key],
          message: 'the pair is in no GEO cluster: declare geoCluster as well',
        }));

/** Each may be the pair's own or that of `defaults`. */
const auditProblems = ({ audit }: Pair, path: EstatePath): readonly EstateProblem[] =>
  audit === undefined || audit.deregistrationDelayMs.least <= audit.deregistrationDelayMs.most
    ? []
    : [
        {
          path: [...path, 'audit', 'deregistrationDelay'],
          message: 'the least delay, with what "defaults" says, exceeds the most',
        },
      ];

/** Everything in the estate that contradicts something else in it. */
export const contradictions = (estate: Estate): readonly EstateProblem[] => [
  ...repeatedIds(estate),
  ...repeatedAppliances(estate),
  ...estate.pairs.flatMap((pair, index) => [
    ...targetGroupProblems(pair, ['pairs', index]),
    ...portProblems(pair, ['pairs', index]),
    ...failbackProblems(pair, ['pairs', index]),
    ...geoProblems(pair, ['pairs', index]),
    ...auditProblems(pair, ['pairs', index]),
  ]),
];
