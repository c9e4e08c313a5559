import * as z from 'zod/mini';
import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import { storedAskedJob } from '#contracts/items-firmware.ts';
import { storedGeoResult } from '#contracts/items-geo-sync.ts';
import { unit } from '#contracts/items-switch.ts';
import type { SameType } from '#contracts/same-type.ts';
import { type BriefFinding, GEO_FINDING_CODES, type GeoFinding } from '#domain/geo/geo-finding.ts';
import type { GeoReport, GeoTurns, MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoDeclaration, GeoMember } from '#domain/geo/member.ts';

/* What the regions share about GEO, as stored. Every schema is held equal to the hand-written domain type. */

const strings = z.array(z.string());

const addresses = z.object({
  instanceId: z.string(),
  address: z.string(),
  publicAddress: z.exactOptional(z.string()),
});

const place = { id: z.string(), region: z.string(), cluster: z.string() };

const member = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pair'),
    ...place,
    master: z.exactOptional(unit),
    units: z.object({ first: addresses, second: addresses }),
  }),
  z.object({ kind: z.literal('standalone'), ...place, unit: addresses }),
]);
true satisfies SameType<GeoMember, z.infer<typeof member>>;

const storedDeclaration = z.object({
  schemaVersion: z.literal(1),
  region: z.string(),
  version: z.number(),
  members: z.array(member),
  regions: strings,
});
true satisfies SameType<GeoDeclaration, z.infer<typeof storedDeclaration>>;

const brief = {
  code: z.enum(GEO_FINDING_CODES),
  unit: z.exactOptional(z.enum(['first', 'second', 'standalone'])),
  names: strings,
  words: z.string(),
};

const briefFinding = z.object(brief);
true satisfies SameType<BriefFinding, z.infer<typeof briefFinding>>;

const finding = z.object({ ...brief, memberId: z.exactOptional(z.string()), remedy: z.string() });
true satisfies SameType<GeoFinding, z.infer<typeof finding>>;

const memberReport = z.object({
  kind: z.enum(['pair', 'standalone']),
  cluster: z.string(),
  state: z.enum(['right', 'drifted', 'unread', 'syncing', 'halted']),
  since: z.number(),
  expected: z.string(),
  findings: z.array(briefFinding),
  listsWrong: z.number(),
  waits: z.exactOptional(z.string()),
  wantsTurn: z.boolean(),
  busyWith: z.exactOptional(z.enum(['draining', 'switching', 'upgrading', 'halted'])),
  operation: z.exactOptional(z.string()),
  last: z.exactOptional(storedGeoResult),
  job: z.exactOptional(storedAskedJob),
  failure: z.exactOptional(z.object({ at: z.number(), code: z.string() })),
  events: z.exactOptional(z.array(z.object({ at: z.number(), by: z.string(), what: z.string() }))),
});
true satisfies SameType<MemberReport, z.infer<typeof memberReport>>;

const ended = z.object({
  number: z.number(),
  end: z.enum(['done', 'refused', 'given-up', 'aborted', 'interrupted', 'not-begun']),
  at: z.number(),
});

const request = z.object({
  id: z.string(),
  members: strings,
  by: z.string(),
  why: z.string(),
  at: z.number(),
});

const storedReport = z.object({
  schemaVersion: z.literal(1),
  region: z.string(),
  version: z.number(),
  at: z.number(),
  incomplete: z.array(finding),
  members: z.record(z.string(), memberReport),
  ended: z.record(z.string(), ended),
  requests: z.array(request),
});
true satisfies SameType<GeoReport, z.infer<typeof storedReport>>;

const turn = z.object({
  number: z.number(),
  pairId: z.string(),
  region: z.string(),
  grantedAt: z.number(),
  notAfter: z.number(),
  takenBack: z.exactOptional(z.object({ at: z.number(), by: z.string(), why: z.string() })),
});

const storedTurns = z.object({
  schemaVersion: z.literal(1),
  version: z.number(),
  region: z.string(),
  clusters: z.record(z.string(), turn),
  passedOver: z.exactOptional(z.record(z.string(), z.number())),
});
true satisfies SameType<GeoTurns, z.infer<typeof storedTurns>>;

const schemaVersion = z.literal(ITEM_SCHEMA_VERSION);

/** What one region declares about GEO. */
export const geoDeclarationItem = z.object({ schemaVersion, declaration: storedDeclaration });

/** What one region has seen of its members. */
export const geoReportItem = z.object({ schemaVersion, report: storedReport });

/** Whose turn it is, in every cluster. */
export const geoTurnsItem = z.object({ schemaVersion, turns: storedTurns });
