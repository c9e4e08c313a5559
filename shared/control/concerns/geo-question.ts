import { askAllThatRun, type PairQuestion, readsNothing, whyOf } from '#control/concerns/pair-question.ts';
import { decideGeo, type GeoInput } from '#domain/geo/decide-geo.ts';
import { geoIsDue, readsGeo } from '#domain/geo/is-due.ts';

export const geoQuestion = (input: GeoInput): PairQuestion => ({
  concern: 'geo',
  answer: (state, seen, policies, now) => decideGeo(state, seen, { ...policies, input }, now),
  unitsToAsk: askAllThatRun,
  readsFirmware: readsNothing,
  readsGeo: (state) => readsGeo(state, input),
  why: whyOf(input.kind === 'order' ? input.order : input),
  isMoving: geoIsDue,
});
