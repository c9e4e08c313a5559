import { noQuery } from '#contracts/api/requests.ts';
import {
  rolloutPlannedReply,
  rolloutReply,
  rolloutReportReply,
  rolloutsReply,
} from '#contracts/api/rollout-replies.ts';
import { rolloutBody, rolloutCommandBody } from '#contracts/api/rollout-requests.ts';
import { type ApiRoute, BODY } from '#contracts/api/route.ts';

const rolloutPath = '/rollouts/{rolloutId}';

/** A named rollout's faults. */
const ROLLOUT = ['unknown-rollout', 'damaged'] as const;

/** Of rollouts of firmware over pairs of one region or of several. */
export const ROLLOUT_ROUTES = {
  planRollout: {
    method: 'POST',
    path: '/rollouts',
    summary: 'Plans a rollout of firmware and has its pairs checked; nothing begins before it is started',
    query: noQuery,
    body: rolloutBody,
    asText: true,
    replies: { 201: { description: 'Planned', schema: rolloutPlannedReply } },
    errors: [...BODY, 'rollout-refused'],
  },
  listRollouts: {
    method: 'GET',
    path: '/rollouts',
    summary: 'Every rollout that is kept, of all regions',
    query: noQuery,
    replies: { 200: { description: 'The rollouts', schema: rolloutsReply } },
    errors: [],
  },
  getRollout: {
    method: 'GET',
    path: rolloutPath,
    summary: 'One rollout: its plan, how far it is and what it waits for, or how it ended',
    query: noQuery,
    asText: true,
    replies: { 200: { description: 'The rollout', schema: rolloutReply } },
    errors: ROLLOUT,
  },
  getRolloutReport: {
    method: 'GET',
    path: `${rolloutPath}/report`,
    summary: 'How a rollout went, once it has ended',
    query: noQuery,
    asText: true,
    replies: { 200: { description: 'The report', schema: rolloutReportReply } },
    errors: [...ROLLOUT, 'rollout-not-ended'],
  },
  commandRollout: {
    method: 'POST',
    path: `${rolloutPath}/operation`,
    summary: 'Approves, starts, pauses, resumes or aborts a rollout, or plans one that rolls it back',
    query: noQuery,
    body: rolloutCommandBody,
    asText: true,
    replies: {
      200: { description: 'The rollout as it is now', schema: rolloutReply },
      201: { description: 'Of a roll back: the rollout that was planned', schema: rolloutReply },
    },
    errors: [...BODY, ...ROLLOUT, 'rollout-command-refused', 'other-region', 'overtaken'],
  },
} as const satisfies Readonly<Record<string, ApiRoute>>;
