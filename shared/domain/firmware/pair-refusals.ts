import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { freezeWords, holdWords } from '#domain/explain/blocker-words.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { obstaclesToTakeOver, situationWords } from '#domain/explain/situation-words.ts';
import type { FirmwareRequest, Refusal } from '#domain/firmware/firmware-plan.ts';
import { isToBeChanged } from '#domain/firmware/unit-firmware.ts';
import { unreadRefusal } from '#domain/firmware/unread-refusal.ts';
import { parseVersion } from '#domain/firmware/version.ts';
import { holdAt } from '#domain/hold/hold.ts';
import { misfitOf } from '#domain/pair/misfit.ts';
import { operationWords } from '#domain/pair/operation-words.ts';
import {
  PACIFIED_ABOVE_REBOOTS,
  PACIFIED_WINDOW_MS,
  recentBoots,
  viewUnits,
} from '#domain/pair/unit-view.ts';

/*
 * What stands in the way because of the pair, whatever the versions: a plan begins with one unit that serves, one that
 * can take over, and nobody at work on either.
 */

type Objection = (request: FirmwareRequest) => readonly Refusal[];

const loadMasterUnread: Objection = ({ seen }) =>
  UNIT_NAMES.flatMap((unit) => {
    const { loadMaster } = seen.units[unit];
    return loadMaster.kind === 'read' ? [] : [unreadRefusal('loadmaster-unread', unit, loadMaster.code)];
  });

/** What the LoadMaster says of its role, where that is another one than the load balancer sees. */
const deniedRole = ({ seen }: FirmwareRequest, unit: UnitName, role: 'active' | 'standby') => {
  const { loadMaster } = seen.units[unit];
  if (loadMaster.kind === 'unread' || loadMaster.value.haStatus === role) return [];
  return [
    `${unit} is the ${role} unit to the load balancer and says of itself that it is ${loadMaster.value.haStatus}`,
  ];
};

/** Everything that keeps the pair from being steady at this very look. Empty: nothing does. */
const unsteadyWords = (request: FirmwareRequest): readonly string[] => {
  const { pair, state, seen, now } = request;
  const { situation, unseenSince } = state;
  const views = viewUnits(seen, pair, state, now);
  if (unseenSince !== undefined)
    return [
      `for ${durationWords(now - unseenSince)} the observers have not been able to say what the pair is in`,
    ];
  const { kind, active } = situation;
  if (kind !== 'steady' || active === undefined)
    return [`${kind}: ${situationWords(situation, views, seen, pair)}`];
  const standby = otherUnit(active);
  const obstacles = obstaclesToTakeOver(views[standby], seen.units[standby], pair);
  return [
    ...(views[active].serving ? [] : [`${active} does not serve at this look`]),
    ...(views[standby].canTakeOver
      ? []
      : [[`${standby} could not take over at this look`, ...obstacles].join(', ')]),
    ...deniedRole(request, active, 'active'),
    ...deniedRole(request, standby, 'standby'),
  ];
};

const notSteady: Objection = (request) => {
  const words = unsteadyWords(request);
  if (words.length === 0) return [];
  return [
    {
      code: 'not-steady',
      words: words.join('; '),
      remedy:
        'bring the pair back to one active unit and a standby that can take over; explain says what is in the way',
    },
  ];
};

const held: Objection = ({ state, now }) => {
  const hold = holdAt(state, now);
  if (hold === undefined) return [];
  return [
    {
      code: 'held',
      words: holdWords(hold, now),
      remedy: 'lift the hold once whoever placed it is done; the plan begins with a hold of its own',
    },
  ];
};

const atWork: Objection = ({ state: { operation } }) => {
  if (operation.kind === 'idle') return [];
  const words = operationWords(operation);
  return operation.kind === 'halted'
    ? [{ code: 'operation-halted', words, remedy: 'resume the operation, or abort it' }]
    : [{ code: 'operation-under-way', words, remedy: 'let the operation end, or abort it' }];
};

const frozen: Objection = ({ pair, freezeWhy }) =>
  freezeWhy === undefined
    ? []
    : [
        {
          code: 'region-frozen',
          words: freezeWords(pair, freezeWhy),
          remedy: 'lift the freeze once its reason is over',
        },
      ];

const MISFIT_WORDS = {
  'wrong-partner': "its partner address is not the other unit's",
  'wrong-designation': 'its HA mode is not the declared one',
} as const;

const misfits: Objection = ({ seen, pair }) =>
  UNIT_NAMES.flatMap((unit) => {
    const misfit = misfitOf(seen, pair, unit);
    if (misfit === undefined) return [];
    const remedy = `correct ${unit} or the estate, whichever is wrong`;
    return [{ code: misfit, words: `${unit} is not set up as declared: ${MISFIT_WORDS[misfit]}`, remedy }];
  });

const noRebootsLeft: Objection = ({ state, firmware, target, now }) => {
  const to = parseVersion(target);
  return UNIT_NAMES.flatMap((unit) => {
    const boots = recentBoots(state, unit, now);
    const isSpared = to !== undefined && !isToBeChanged(firmware[unit], to);
    if (isSpared || boots < PACIFIED_ABOVE_REBOOTS) return [];
    const window = durationWords(PACIFIED_WINDOW_MS);
    return [
      {
        code: 'reboot-budget',
        words: `${unit} has rebooted ${boots} times within ${window}; once more, and it is pacified`,
        remedy: `find out why, and wait until ${unit} has been up for ${window}`,
      },
    ];
  });
};

const preferenceUnknown: Objection = ({ seen }) =>
  UNIT_NAMES.flatMap((unit) => {
    const { loadMaster } = seen.units[unit];
    if (loadMaster.kind === 'unread' || loadMaster.value.prefersFirst !== undefined) return [];
    return [
      {
        code: 'preference-unknown',
        words: `${unit} does not say which host it prefers, so that it is not known who would take the role back`,
        remedy: `set the preferred host of ${unit}, and ask again`,
      },
    ];
  });

const OBJECTIONS: readonly Objection[] = [
  loadMasterUnread,
  notSteady,
  held,
  atWork,
  frozen,
  misfits,
  noRebootsLeft,
  preferenceUnknown,
];

/** Everything about the pair that stands in the way of a plan. */
export const pairRefusals = (request: FirmwareRequest): readonly Refusal[] =>
  OBJECTIONS.flatMap((objection) => objection(request));
