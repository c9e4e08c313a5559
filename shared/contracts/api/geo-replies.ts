import * as z from 'zod';
import { anyGeoFinding, briefGeoFinding, geoFinding, memberUnit } from '#contracts/api/geo-finding.ts';
import { instant, unit } from '#contracts/api/replies.ts';
import type { DeepReadonly, SameType } from '#contracts/same-type.ts';
import type { GeoStep } from '#domain/geo/plan-geo-steps.ts';

/* What the API answers about GEO. */

const lines = z.array(z.string());
const findings = z.array(geoFinding);

const place = { id: z.string(), region: z.string(), kind: z.enum(['pair', 'standalone']) };

const state = z.enum(['right', 'drifted', 'unread', 'syncing', 'halted']);

const last = z.strictObject({
  end: z.enum(['done', 'refused', 'given-up', 'aborted', 'interrupted']),
  because: lines,
  startedAt: instant,
  endedAt: instant,
  roleChanges: z.int(),
  failovers: z.int(),
  set: z.array(unit).meta({ description: 'Units whose lists were set, in that order' }),
  backups: z
    .strictObject({ first: z.string().exactOptional(), second: z.string().exactOptional() })
    .meta({ description: 'Keys in the firmware bucket of its region' }),
});

const member = z
  .strictObject({
    ...place,
    state: state.exactOptional().meta({ description: 'Absent where its region has not reported on it' }),
    since: instant.exactOptional(),
    listsWrong: z.int().exactOptional(),
    findings: z.array(briefGeoFinding).meta({ description: 'The first few, cut short' }),
    waits: z.string().exactOptional().meta({ description: 'For what, before its lists are set' }),
    wantsTurn: z.boolean(),
    busyWith: z.enum(['draining', 'switching', 'upgrading', 'halted']).exactOptional().meta({
      description: 'What else is being done to the pair: no other pair of its cluster has a turn meanwhile',
    }),
    operation: z.string().exactOptional(),
    last: last.exactOptional().meta({ description: 'How the last change of a pair ended' }),
    failure: z
      .strictObject({ at: instant, code: z.string() })
      .exactOptional()
      .meta({ description: 'Of a standalone, whose lists could not be set the last time' }),
    events: z
      .array(z.strictObject({ at: instant, by: z.string(), what: z.string() }))
      .meta({ description: 'Of a standalone: what was done to it, oldest first' }),
  })
  .meta({ id: 'GeoMember' });

const takenBack = z.strictObject({ at: instant, by: z.string(), why: z.string() });

const turn = z
  .strictObject({
    number: z.int(),
    pairId: z.string(),
    region: z.string(),
    grantedAt: instant,
    notAfter: instant.meta({ description: 'It is not begun any more after this' }),
    state: z
      .enum(['outstanding', 'ended', 'taken-back'])
      .meta({ description: 'outstanding: the pair may be under way, and all others wait' }),
    ended: z.strictObject({ at: instant, end: z.string() }).exactOptional(),
    takenBack: takenBack.exactOptional(),
  })
  .meta({ id: 'GeoTurn' });

const request = z.strictObject({
  id: z.string(),
  region: z.string().meta({ description: 'Whose API was asked' }),
  members: lines,
  by: z.string(),
  why: z.string(),
  at: instant,
});

export const geoReply = z
  .strictObject({
    region: z.string(),
    homeRegion: z.string().meta({ description: 'Which gives the turns' }),
    at: instant,
    incomplete: findings.meta({ description: 'Why this region judges nothing, now; empty where it does' }),
    clusters: z.array(
      z.strictObject({ cluster: z.string(), turn: turn.exactOptional(), members: z.array(member) }),
    ),
    regions: z.array(
      z.strictObject({
        region: z.string(),
        isDeclared: z.boolean().meta({ description: 'What it has declared has arrived here' }),
        at: instant.exactOptional().meta({ description: 'When its report last changed' }),
        incomplete: findings.meta({ description: 'Why it judges nothing, as it has said' }),
      }),
    ),
    requests: z.array(request),
    damaged: lines.meta({ description: 'Items that cannot be read' }),
  })
  .meta({ id: 'Geo' });
export type GeoReply = DeepReadonly<z.infer<typeof geoReply>>;

const totals = z.strictObject({
  members: z.int(),
  units: z.int(),
  lists: z.int(),
  reboots: z.int(),
  roleChanges: z.int(),
});

const step = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('backup'), unit: memberUnit }),
    z.strictObject({
      kind: z.literal('set-list'),
      unit: memberUnit,
      list: z.enum(['access', 'partners']),
      addresses: lines.meta({ description: 'The whole list, as it will be' }),
      differs: lines.meta({ description: 'What the unit has otherwise' }),
    }),
    z
      .strictObject({ kind: z.literal('hand-over'), unit: memberUnit, to: memberUnit })
      .meta({ description: 'unit is rebooted, and to becomes active' }),
  ])
  .meta({ id: 'GeoStep' });
true satisfies SameType<GeoStep, z.infer<typeof step>>;

const memberPlan = z
  .strictObject({
    ...place,
    standing: z.enum(['right', 'due', 'under-way', 'stopped', 'unknown']),
    why: z.string().exactOptional().meta({ description: 'Nothing is planned for it' }),
    steps: z.array(step),
    waits: z.string().exactOptional().meta({ description: 'For what, before the steps are done' }),
    findings: z.array(briefGeoFinding).meta({ description: 'What setting lists does not mend' }),
  })
  .meta({ id: 'GeoMemberPlan' });

const plan = {
  totals,
  clusters: z.array(
    z.strictObject({
      cluster: z.string(),
      totals,
      pairs: z.array(memberPlan).meta({ description: 'One after the other, over all regions' }),
      standalones: z.array(memberPlan),
    }),
  ),
};

const geoPlan = z.strictObject(plan).meta({ id: 'GeoPlan' });
export type GeoPlanReply = DeepReadonly<z.infer<typeof geoPlan>>;

export const geoPlanReply = z
  .strictObject({ region: z.string(), at: instant, ...plan })
  .meta({ id: 'GeoPlanReply' });

export const geoDriftReply = z
  .strictObject({
    region: z.string(),
    at: instant,
    members: z.array(
      z.strictObject({
        ...place,
        cluster: z.string(),
        by: z.enum(['look', 'report', 'nothing']).meta({
          description: 'look: its units were asked now; report: as its region said; nothing: it has not said',
        }),
        at: instant.exactOptional().meta({ description: 'Of a report: when it last changed' }),
        state: state.exactOptional(),
        listsWrong: z.int().exactOptional(),
        findings: z.array(anyGeoFinding),
      }),
    ),
    left: lines.meta({ description: 'Own members that there was no time for' }),
  })
  .meta({ id: 'GeoDrift' });
export type GeoDriftReply = DeepReadonly<z.infer<typeof geoDriftReply>>;

export const geoSyncReply = z
  .strictObject({
    requestId: z.string(),
    dryRun: z.boolean(),
    members: z.array(
      z.strictObject({
        ...place,
        state: state.exactOptional(),
        waits: z.string().exactOptional().meta({
          description: 'For what; absent where nothing is in the way, or nothing is to be done',
        }),
      }),
    ),
    plan: geoPlan,
  })
  .meta({ id: 'GeoSync' });

export const takenBackReply = z
  .strictObject({ cluster: z.string(), turn: z.int(), pairId: z.string(), region: z.string(), takenBack })
  .meta({ id: 'TurnTakenBack' });
