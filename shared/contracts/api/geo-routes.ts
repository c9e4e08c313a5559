import {
  geoDriftReply,
  geoPlanReply,
  geoReply,
  geoSyncReply,
  takenBackReply,
} from '#contracts/api/geo-replies.ts';
import { geoQuery, geoSyncBody, takeBackBody } from '#contracts/api/geo-requests.ts';
import { noQuery } from '#contracts/api/requests.ts';
import { type ApiRoute, BODY } from '#contracts/api/route.ts';

/** Of a cluster, or of all that the region has members in. */
const CLUSTERS = ['geo-incomplete', 'unknown-cluster'] as const;

/** Of GEO lists over all regions that share the table. */
export const GEO_ROUTES = {
  getGeo: {
    method: 'GET',
    path: '/geo',
    summary: 'GEO over all regions, as this region’s replica of the table has it; asks no unit',
    query: noQuery,
    asText: true,
    replies: { 200: { description: 'Members, turns, regions and requests', schema: geoReply } },
    errors: [],
  },
  planGeo: {
    method: 'GET',
    path: '/geo/plan',
    summary: 'What would be set where, in order, by what the regions reported last; does nothing',
    query: geoQuery,
    asText: true,
    replies: { 200: { description: 'The plan', schema: geoPlanReply } },
    errors: CLUSTERS,
  },
  getGeoDrift: {
    method: 'GET',
    path: '/geo/drift',
    summary: 'Looks at this region’s members now and says how they differ from what is declared',
    query: geoQuery,
    asText: true,
    replies: { 200: { description: 'The differences', schema: geoDriftReply } },
    errors: [...CLUSTERS, 'cluster-needed'],
  },
  syncGeo: {
    method: 'POST',
    path: '/geo/sync',
    summary: 'Asks for the lists of members to be set now, whatever their windows say',
    query: noQuery,
    body: geoSyncBody,
    idempotent: true,
    replies: {
      200: { description: 'A dry run, or a request that was dealt with before', schema: geoSyncReply },
      202: { description: 'Requested: GET /geo shows what comes of it', schema: geoSyncReply },
    },
    errors: [...BODY, ...CLUSTERS, 'invalid-header', 'unknown-member', 'not-in-geo-cluster', 'overtaken'],
  },
  takeBackTurn: {
    method: 'DELETE',
    path: '/geo/turns/{cluster}',
    summary: 'Takes the turn of a pair back whose region is gone for good, so that others have theirs',
    query: noQuery,
    body: takeBackBody,
    replies: { 200: { description: 'Taken back', schema: takenBackReply } },
    errors: [
      ...BODY,
      'not-home-region',
      'no-turn',
      'turn-outstanding',
      'refused-token-mismatch',
      'overtaken',
    ],
  },
} as const satisfies Readonly<Record<string, ApiRoute>>;
