import { durationWords } from '#domain/explain/duration-words.ts';
import { type Course, roleChangesOf } from '#domain/firmware/course.ts';
import { isWayBack, needsPartnerSecret } from '#domain/firmware/release-line.ts';
import { formatVersion } from '#domain/firmware/version.ts';
import { graceMs } from '#domain/pair/situation.ts';

/** What whoever carries a plan out has to know before. */
type Warn = (course: Course) => readonly string[];

const disruption: Warn = (course) => {
  const { pair, active, standby, activeThen } = course;
  const changes = roleChangesOf(course);
  const grace = durationWords(graceMs(pair.healthCheck));
  if (changes === 0)
    return [`${active.name} serves throughout; nobody can take over while ${standby.name} reboots`];
  const reboot = active.isDue ? [`to ${activeThen} when ${active.name} reboots`] : [];
  const back = changes === 2 || !active.isDue ? ['to first when Prefer First is put back'] : [];
  const [times, each] = changes === 2 ? ['twice', ' each time'] : ['once', ''];
  return [
    `the active role moves ${times}, ${[...reboot, ...back].join(' and ')}: connections fail until the load balancer has followed, ${grace} or somewhat more${each}`,
  ];
};

const mixed: Warn = ({ kind, active, standby }) =>
  kind === 'repair'
    ? [
        `${active.name} runs ${formatVersion(active.from)} and ${standby.name} ${formatVersion(standby.from)}: two versions must not stay paired in production`,
      ]
    : [];

const noWayBack: Warn = ({ active, standby, to }) =>
  [standby, active]
    .filter(({ isDue, from }) => isDue && !isWayBack(from, to))
    .map(({ name, from }) => `${name} cannot go back from ${formatVersion(to)} to ${formatVersion(from)}`);

/** What happens to a pair of which one unit has the secret is not documented; that both may claim the role is inferred. */
const secret: Warn = ({ active, standby, to }) => {
  if (!active.crossesSecret && !standby.crossesSecret) return [];
  const which = needsPartnerSecret(to) ? to : active.crossesSecret ? active.from : standby.from;
  return [
    `${formatVersion(which)} connects only to a partner with the same shared secret and earlier firmware has none: from the reboot of the one unit until the other is done they may not see one another, and both may claim to be active; keep that time short`,
  ];
};

const servicesDown: Warn = ({ active }) => {
  const { servicesUp, servicesTotal } = active.firmware;
  if (servicesUp >= servicesTotal) return [];
  return [
    `${servicesTotal - servicesUp} of ${servicesTotal} virtual services are down on ${active.name} already`,
  ];
};

const waitingDrains: Warn = ({ state }) =>
  state.waiting.length === 0 ? [] : ['drains are waiting; under the hold none begins, whatever its deadline'];

const undeclaredPreference: Warn = ({ preferring, restoresPreference }) =>
  preferring.length === 0 || restoresPreference
    ? []
    : [`${preferring.join(' and ')} set to Prefer First, which the estate does not want: it is not put back`];

const WARNINGS: readonly Warn[] = [
  mixed,
  noWayBack,
  secret,
  servicesDown,
  waitingDrains,
  undeclaredPreference,
];

/** For a person who carries the plan out by hand. */
export const warningsOf = (course: Course): readonly string[] =>
  [disruption, ...WARNINGS].flatMap((warn) => warn(course));

/** For an order, by which the active unit hands over before it goes down (docs/adr/0011). */
export const orderWarningsOf = (course: Course): readonly string[] =>
  WARNINGS.flatMap((warn) => warn(course));
