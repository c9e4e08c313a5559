import * as z from 'zod';
import { AUDIT_ROUTES } from '#contracts/api/audit-routes.ts';
import { estateReply } from '#contracts/api/estate-document.ts';
import {
  approvalReply,
  flapReply,
  switchoverReply,
  withdrawnReply,
} from '#contracts/api/failback-replies.ts';
import { firmwarePlanReply } from '#contracts/api/firmware-plan.ts';
import { GEO_ROUTES } from '#contracts/api/geo-routes.ts';
import { journalReply, pairReply, pairsReply } from '#contracts/api/pair-replies.ts';
import {
  cancelledReply,
  certificateReply,
  commandReply,
  drainReply,
  enrolmentReply,
  estateAppliedReply,
  explanationReply,
  freezeReply,
  healthReply,
  holdReply,
  liftedReply,
} from '#contracts/api/replies.ts';
import {
  approvalBody,
  cancelBody,
  certificateBody,
  commandBody,
  drainBody,
  enrolmentBody,
  estateQuery,
  firmwarePlanBody,
  holdBody,
  journalQuery,
  noQuery,
  returnBody,
  switchoverBody,
  whyBody,
} from '#contracts/api/requests.ts';
import { ROLLOUT_ROUTES } from '#contracts/api/rollout-routes.ts';
import { type ApiRoute, BODY } from '#contracts/api/route.ts';
import { DRAIN_REFUSALS, RETURN_REFUSALS, SWITCHOVER_REFUSALS } from '#control/operator/refusal.ts';
import { APPROVAL_REFUSALS } from '#domain/failback/operator-decisions.ts';

/** A named pair's. */
const PAIR = ['unknown-pair', 'damaged'] as const;

const pairPath = '/pairs/{pairId}';
const drainPath = `${pairPath}/units/{unit}/drain`;
const failbackPath = `${pairPath}/failback`;
const approvalPath = `${failbackPath}/approval`;

const SWITCHOVER_REPLIES = {
  200: { description: 'A dry run, or a request that was dealt with before', schema: switchoverReply },
  202: { description: 'Requested: the journal shows what comes of it', schema: switchoverReply },
} as const;

/** The API, whole. `serverless.yml` declares the same methods and paths. */
export const ROUTES = {
  getHealth: {
    method: 'GET',
    path: '/health',
    summary: 'Whether the function runs and reaches its table',
    query: noQuery,
    replies: { 200: { description: 'It does', schema: healthReply } },
    errors: [],
  },
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description',
    query: noQuery,
    replies: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    errors: [],
  },
  getEstate: {
    method: 'GET',
    path: '/estate',
    summary: 'What is declared for the region, in the form in which it is declared',
    query: noQuery,
    replies: { 200: { description: 'The declared pairs and standalones', schema: estateReply } },
    errors: [],
  },
  putEstate: {
    method: 'PUT',
    path: '/estate',
    summary:
      'Makes what is declared equal to the estate file in the body: all of it, or nothing on any error',
    query: estateQuery,
    body: 'document',
    replies: { 200: { description: 'What changed, or would change', schema: estateAppliedReply } },
    errors: [
      'invalid-json',
      'body-too-large',
      'unsupported-media-type',
      'invalid-estate',
      'estate-busy',
      'estate-of-other-region',
    ],
  },
  listPairs: {
    method: 'GET',
    path: '/pairs',
    summary: 'Every pair of the region as last seen',
    query: noQuery,
    replies: { 200: { description: 'The pairs', schema: pairsReply } },
    errors: [],
  },
  getPair: {
    method: 'GET',
    path: pairPath,
    summary: 'One pair: what is declared and what is remembered',
    query: noQuery,
    replies: { 200: { description: 'The pair', schema: pairReply } },
    errors: PAIR,
  },
  getJournal: {
    method: 'GET',
    path: `${pairPath}/journal`,
    summary: 'What was decided about a pair, why, and what came of it; newest first',
    query: journalQuery,
    replies: { 200: { description: 'A page of the journal', schema: journalReply } },
    errors: PAIR,
  },
  explainPair: {
    method: 'GET',
    path: `${pairPath}/explain`,
    summary: 'Looks at the pair now and says what it is in, why, what comes next and what blocks it',
    query: noQuery,
    asText: true,
    replies: { 200: { description: 'The explanation', schema: explanationReply } },
    errors: PAIR,
  },
  requestDrain: {
    method: 'POST',
    path: drainPath,
    summary: 'Asks to take a unit out of service, and to release it then',
    query: noQuery,
    body: drainBody,
    idempotent: true,
    replies: {
      200: { description: 'A dry run, or a request that was dealt with before', schema: drainReply },
      202: { description: 'Requested: the journal shows what comes of it', schema: drainReply },
    },
    errors: [...BODY, ...PAIR, 'invalid-header', 'would-halt', ...DRAIN_REFUSALS],
  },
  cancelDrain: {
    method: 'DELETE',
    path: drainPath,
    summary: 'Withdraws drains of a unit; it is brought back into service',
    query: noQuery,
    body: cancelBody,
    replies: { 202: { description: 'Withdrawn', schema: cancelledReply } },
    errors: [...BODY, ...PAIR, 'unknown-drain'],
  },
  commandOperation: {
    method: 'POST',
    path: `${pairPath}/operation`,
    summary: 'Resumes a halted operation, or aborts one that is halted or under way',
    query: noQuery,
    body: commandBody,
    replies: { 202: { description: 'Requested', schema: commandReply } },
    errors: [...BODY, ...PAIR, 'nothing-to-resume', 'nothing-to-abort'],
  },
  requestSwitchover: {
    method: 'POST',
    path: `${pairPath}/switchover`,
    summary: 'Asks to make one unit the active one; the other becomes the standby',
    query: noQuery,
    body: switchoverBody,
    idempotent: true,
    replies: SWITCHOVER_REPLIES,
    errors: [...BODY, ...PAIR, 'invalid-header', 'would-halt', ...SWITCHOVER_REFUSALS],
  },
  returnNow: {
    method: 'POST',
    path: failbackPath,
    summary: 'Asks for the return to the preferred unit now, if its hold-down is over and a window is open',
    query: noQuery,
    body: returnBody,
    idempotent: true,
    replies: SWITCHOVER_REPLIES,
    errors: [...BODY, ...PAIR, 'invalid-header', 'would-halt', ...SWITCHOVER_REFUSALS, ...RETURN_REFUSALS],
  },
  approveReturn: {
    method: 'POST',
    path: approvalPath,
    summary: 'Approves one return to the preferred unit, which takes place when policy says so',
    query: noQuery,
    body: approvalBody,
    replies: { 200: { description: 'The approval, or what it would be', schema: approvalReply } },
    errors: [...BODY, ...PAIR, ...APPROVAL_REFUSALS, 'overtaken'],
  },
  withdrawApproval: {
    method: 'DELETE',
    path: approvalPath,
    summary: 'Takes the approval back',
    query: noQuery,
    body: whyBody,
    replies: { 200: { description: 'Taken back', schema: withdrawnReply } },
    errors: [...BODY, ...PAIR, 'not-approved', 'overtaken'],
  },
  acknowledgeFlapping: {
    method: 'POST',
    path: `${failbackPath}/flap-acknowledgement`,
    summary: 'Lets a pair that returned too often return again',
    query: noQuery,
    body: whyBody,
    replies: { 200: { description: 'Returns go on', schema: flapReply } },
    errors: [...BODY, ...PAIR, 'not-flapping', 'overtaken'],
  },
  planFirmware: {
    method: 'POST',
    path: `${pairPath}/firmware/plan`,
    summary:
      'Looks at the pair now and plans, for people, how to bring both units to a firmware; does nothing',
    query: noQuery,
    body: firmwarePlanBody,
    asText: true,
    replies: { 200: { description: 'The plan', schema: firmwarePlanReply } },
    errors: [...BODY, ...PAIR, 'firmware-refused'],
  },
  ...ROLLOUT_ROUTES,
  ...GEO_ROUTES,
  ...AUDIT_ROUTES,
  holdPair: {
    method: 'PUT',
    path: `${pairPath}/hold`,
    summary: 'Places a hold: nothing is done to the pair until it ends or is lifted',
    query: noQuery,
    body: holdBody,
    replies: { 200: { description: 'The hold', schema: holdReply } },
    errors: [...BODY, ...PAIR, 'invalid-hold', 'overtaken'],
  },
  liftHold: {
    method: 'DELETE',
    path: `${pairPath}/hold`,
    summary: 'Lifts the hold',
    query: noQuery,
    body: whyBody,
    replies: { 200: { description: 'Lifted', schema: liftedReply } },
    errors: [...BODY, ...PAIR, 'not-held', 'overtaken'],
  },
  getFreeze: {
    method: 'GET',
    path: '/freeze',
    summary: 'Whether automatic actions are frozen in the region, and why',
    query: noQuery,
    replies: { 200: { description: 'The freeze', schema: freezeReply } },
    errors: [],
  },
  liftFreeze: {
    method: 'DELETE',
    path: '/freeze',
    summary: 'Lifts the freeze: automatic actions go on',
    query: noQuery,
    body: whyBody,
    replies: { 200: { description: 'Lifted', schema: freezeReply } },
    errors: [...BODY, 'not-frozen'],
  },
  readCertificate: {
    method: 'POST',
    path: '/units/certificate',
    summary: 'Reads the certificate of a management endpoint; sends it nothing',
    query: noQuery,
    body: certificateBody,
    replies: {
      200: { description: 'The certificate, to be compared with the unit’s', schema: certificateReply },
    },
    errors: [...BODY, 'unit-failed'],
  },
  enrolUnit: {
    method: 'POST',
    path: '/units/enrolment',
    summary:
      'Asks a unit, if it holds the pinned certificate, who it is, for its declaration; changes nothing',
    query: noQuery,
    body: enrolmentBody,
    replies: { 200: { description: 'The unit, and how to declare it', schema: enrolmentReply } },
    errors: [...BODY, 'unit-failed'],
  },
} as const satisfies Readonly<Record<string, ApiRoute>>;

export type OperationId = keyof typeof ROUTES;

type RouteOf<Op extends OperationId> = (typeof ROUTES)[Op];

/** The query as its route reads it. */
export type QueryOf<Op extends OperationId> = z.output<RouteOf<Op>['query']>;

/** The body as its route reads it: a text for a document, nothing where it takes none. */
export type BodyOf<Op extends OperationId> =
  RouteOf<Op> extends { readonly body: infer Body }
    ? Body extends z.ZodType
      ? z.output<Body>
      : string
    : undefined;
