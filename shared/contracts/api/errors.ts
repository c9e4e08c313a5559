import * as z from 'zod';
import { explanation } from '#contracts/api/explanation.ts';
import { firmwareRefusal } from '#contracts/api/firmware-plan.ts';
import { geoFinding } from '#contracts/api/geo-finding.ts';
import { rolloutRefusal } from '#contracts/api/rollout-replies.ts';
import type { RefusalCode } from '#control/operator/refusal.ts';

/** Refused before anything was asked of a use case. */
export type EdgeCode =
  | 'invalid-json'
  | 'invalid-query'
  | 'invalid-header'
  | 'unidentified'
  | 'unknown-route'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'invalid-body'
  | 'invalid-estate'
  | 'estate-busy'
  | 'estate-of-other-region'
  | 'damaged'
  | 'unit-failed'
  | 'internal';

export type ApiErrorCode = EdgeCode | RefusalCode;

interface ApiErrorMeaning {
  readonly status: number;
  readonly meaning: string;
  /** Told as text/plain to who asks for that; all others are JSON, whatever was asked for. */
  readonly asText?: true;
}

/** Every code an answer can carry: its HTTP status and what it means to who asked. */
export const API_ERRORS: Readonly<Record<ApiErrorCode, ApiErrorMeaning>> = {
  'invalid-json': { status: 400, meaning: 'The body is missing or is not JSON in UTF-8.' },
  'invalid-query': { status: 400, meaning: 'A query parameter is unknown or has a value it cannot have.' },
  'invalid-header': { status: 400, meaning: 'Idempotency-Key is not 1 to 200 visible characters.' },
  unidentified: { status: 403, meaning: 'The request carries no IAM identity.' },
  'unknown-route': { status: 404, meaning: 'There is no such path.' },
  'unknown-pair': { status: 404, meaning: 'The region has no declared pair of this id.' },
  'unknown-rollout': { status: 404, meaning: 'There is no rollout of this id, or it is not kept any more.' },
  'unknown-cluster': { status: 404, meaning: 'The region has no member in a GEO cluster of this name.' },
  'unknown-member': {
    status: 404,
    meaning: 'No GEO cluster that the region has members in has a member of this id.',
  },
  'no-turn': { status: 404, meaning: 'The GEO cluster has no turn that has not ended.' },
  'unknown-rule': { status: 404, meaning: 'There is no audit rule of this id.' },
  'unknown-waiver': { status: 404, meaning: 'There is no waiver of this id.' },
  'no-snapshot': {
    status: 404,
    meaning: 'No snapshot of the pair is kept: it was not audited yet, or it was too large to be kept.',
  },
  'unknown-drain': { status: 404, meaning: 'The unit has no such drain under way or waiting.' },
  'not-held': { status: 404, meaning: 'No hold is in force on the pair.' },
  'not-approved': { status: 404, meaning: 'No return of the pair is approved.' },
  'not-frozen': { status: 404, meaning: 'Automatic actions are not frozen in the region.' },
  'method-not-allowed': {
    status: 405,
    meaning: 'The path does not take this method; `allow` names those it takes.',
  },
  held: { status: 409, meaning: 'An operator holds the pair.' },
  'refused-last-serving-unit': {
    status: 409,
    meaning:
      'The partner does not serve and cannot take over. A dry run gives the token that confirms it all the same.',
  },
  'refused-unknown': {
    status: 409,
    meaning:
      'Not everything about the pair could be read. A dry run gives the token where that can be confirmed all the same.',
  },
  'refused-not-managed': {
    status: 409,
    meaning:
      'The instance does not carry the tag understudy:managed=true, so it is not ours to stop or terminate.',
  },
  'refused-token-mismatch': {
    status: 409,
    meaning:
      'The pair, or the turn of a GEO cluster, has changed since the dry run that gave the token, or the token is for something else.',
  },
  'would-halt': {
    status: 409,
    meaning:
      'It would begin and stop at once. A dry run gives the token that confirms a drain without a handover.',
  },
  halted: { status: 409, meaning: 'A halted operation of the pair waits to be resumed or aborted.' },
  'waiting-for-other-operation': {
    status: 409,
    meaning: 'Another operation is under way on the pair, or about to begin. Ask again when it has ended.',
  },
  'refused-already-active': { status: 409, meaning: 'The unit is the active one already.' },
  'refused-not-steady': {
    status: 409,
    meaning:
      'The pair is not steady, so nobody might be left serving. A dry run gives the token where that can be confirmed all the same.',
  },
  'refused-not-standby': {
    status: 409,
    meaning:
      'The LoadMasters do not say that one is active and the other stands by. A dry run gives the token that confirms it all the same.',
  },
  'refused-reboot-budget': {
    status: 409,
    meaning:
      'The first unit would be rebooted, and has been too often within five minutes. No token overrides that.',
  },
  'refused-image-staged': {
    status: 409,
    meaning:
      'A unit would be rebooted, and its next reboot starts firmware that an operation left on it. No token overrides that.',
  },
  'wrong-partner': {
    status: 409,
    meaning: 'The partner address of a LoadMaster is not the other unit: correct the unit or the estate.',
  },
  'wrong-designation': {
    status: 409,
    meaning: 'The HA mode of a LoadMaster is not the declared one: correct the unit or the estate.',
  },
  'nothing-to-return': { status: 409, meaning: 'The pair prefers no host. Ask for a switchover instead.' },
  'preferred-is-active': { status: 409, meaning: 'The preferred unit is the active one already.' },
  'preferred-not-ready': {
    status: 409,
    meaning: 'The preferred unit has not been seen to be able to take over.',
  },
  'in-hold-down': {
    status: 409,
    meaning:
      'The preferred unit has not been well for long enough. A dry run gives the token that confirms it all the same.',
  },
  'outside-window': {
    status: 409,
    meaning: 'No window is open. A dry run gives the token that confirms it all the same.',
  },
  flapping: {
    status: 409,
    meaning:
      'Returns have stopped because there were too many. Acknowledge that; a dry run gives the token for one return.',
  },
  'not-flapping': { status: 409, meaning: 'Returns have not stopped: there is nothing to acknowledge.' },
  'no-approval-needed': {
    status: 409,
    meaning: 'The failback policy of the pair is not manual: its return waits for no approval.',
  },
  'already-approved': { status: 409, meaning: 'The return is approved already.' },
  'nothing-to-resume': { status: 409, meaning: 'No operation of the pair is halted.' },
  'nothing-to-abort': { status: 409, meaning: 'No operation of the pair is under way or halted.' },
  'firmware-refused': {
    status: 409,
    meaning: 'No plan: something stands in its way. `refusals` has all of it, each with what to do about it.',
    asText: true,
  },
  'rollout-command-refused': {
    status: 409,
    meaning:
      'The rollout is in nothing that the command is for, or something is missing. `refusals` says what, and what to do about it.',
    asText: true,
  },
  'rollout-not-ended': {
    status: 409,
    meaning: 'The rollout has no report yet; the message says how long it is going to take.',
  },
  'other-region': {
    status: 409,
    meaning: 'The rollout is at home in another region, which the message names: ask the API there.',
  },
  'geo-incomplete': {
    status: 409,
    meaning:
      'What the regions have declared about GEO does not make a whole here, so nothing is judged. `refusals` says why, and what to do about it.',
    asText: true,
  },
  'not-in-geo-cluster': {
    status: 409,
    meaning: 'The pair or standalone is declared to be in no GEO cluster.',
  },
  'cluster-needed': {
    status: 409,
    meaning: 'The region has more GEO members of its own than are looked at at once: name a cluster.',
  },
  'not-home-region': {
    status: 409,
    meaning:
      'The home region of the deployment, which the message names, gives the turns: ask the API there.',
  },
  'turn-outstanding': {
    status: 409,
    meaning:
      'The pair that has the turn may be under way. A dry run gives the token that takes the turn back all the same.',
  },
  overtaken: {
    status: 409,
    meaning:
      'The pair, the rollout, or what is shared about GEO, was claimed by others again and again. Try again.',
  },
  damaged: {
    status: 409,
    meaning:
      'A stored item of the pair, or of the rollout, cannot be read. Of a pair: apply the estate again, or remove the pair from it. Of a rollout: abort what it has begun pair by pair, and plan another.',
  },
  'estate-of-other-region': {
    status: 409,
    meaning:
      'The file declares other regions and nothing here, and would remove everything. To empty a region, apply a file that declares nothing.',
  },
  'estate-busy': {
    status: 409,
    meaning:
      'The estate would change or remove a pair in the middle of an operation, or while one is halted. Nothing was applied.',
  },
  'body-too-large': { status: 413, meaning: 'The body is larger than 1 MiB.' },
  'unsupported-media-type': {
    status: 415,
    meaning: 'The body has another content type than the route takes.',
  },
  'invalid-body': {
    status: 422,
    meaning: 'The body is JSON and not what the route takes; `errors` says where.',
  },
  'invalid-hold': { status: 422, meaning: 'The hold would be over already, or lasts longer than 30 days.' },
  'invalid-waiver': {
    status: 422,
    meaning: 'The waiver would be over already, or lasts longer than a year.',
  },
  'rollout-refused': {
    status: 422,
    meaning:
      'No rollout: something is wrong with it. `refusals` has all of it, each with what to do about it.',
    asText: true,
  },
  'invalid-estate': {
    status: 422,
    meaning: 'The estate has errors; `errors` has each with its place. Nothing was applied.',
  },
  internal: {
    status: 500,
    meaning: 'The request failed on our side. The log has the cause under the request id.',
  },
  'unit-failed': {
    status: 502,
    meaning:
      'The unit, or the gateway to it, did not do what was asked; `failure` is the code in the runbook.',
  },
};

/** A fault of a body, with its place where the body is a document of lines. */
const bodyError = z.strictObject({
  path: z.string().meta({ description: 'For example pairs[0].units.first.address; empty for the whole' }),
  message: z.string(),
  line: z.int().exactOptional(),
  column: z.int().exactOptional(),
});
export type BodyError = z.infer<typeof bodyError>;

const errorCodes = Object.keys(API_ERRORS) as [ApiErrorCode, ...ApiErrorCode[]];

export const errorReply = z
  .strictObject({
    code: z.enum(errorCodes),
    message: z.string(),
    requestId: z.string().meta({ description: 'Finds the request in the log' }),
    errors: z.array(bodyError).exactOptional(),
    omitted: z.int().exactOptional().meta({ description: 'How many more errors there are' }),
    failure: z
      .string()
      .exactOptional()
      .meta({ description: 'Of a unit that failed: the code in the runbook' }),
    explanation: explanation.exactOptional(),
    refusals: z
      .array(z.union([firmwareRefusal, rolloutRefusal, geoFinding]))
      .exactOptional()
      .meta({
        description:
          'Everything that stands in the way of a firmware plan or of a rollout, or that is wrong with what the regions declared about GEO',
      }),
    forced: z
      .strictObject({ confirm: z.string(), plan: z.array(z.string()) })
      .exactOptional()
      .meta({ description: 'Of a refused dry run: the token that confirms it, and what it would do then' }),
  })
  .meta({ id: 'Error' });
export type ErrorReply = z.infer<typeof errorReply>;
