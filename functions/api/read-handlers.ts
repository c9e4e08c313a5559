import { estateInDocument } from '#contracts/api/estate-document.ts';
import { journalView } from '#contracts/api/journal-view.ts';
import { pairSummaryView, pairView } from '#contracts/api/pair-views.ts';
import { freezeView, instantText } from '#contracts/api/views.ts';
import { findPair, type OperatorContext } from '#control/operator/context.ts';
import { explainPair } from '#control/operator/explain-pair.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import { explanationText } from '#domain/explain/explanation-text.ts';
import { ok } from '#functions/api/reply.ts';
import { pairIdOf, type RouteHandlers } from '#functions/api/request.ts';

type ReadHandlers = Pick<
  RouteHandlers,
  'getHealth' | 'listPairs' | 'getPair' | 'getJournal' | 'explainPair' | 'getFreeze' | 'getEstate'
>;

/** What only reads. */
export const makeReadHandlers = (context: OperatorContext): ReadHandlers => {
  const { region, hands } = context;
  const { store, clock } = hands;
  return {
    getHealth: async () => {
      await store.readFreeze(region);
      return ok({ status: 'ok', region, time: instantText(clock.now()) });
    },
    getEstate: async () => {
      const { pairs, standalones } = await store.readRegion(region);
      return ok(
        estateInDocument(
          pairs.map(({ pair }) => pair),
          standalones,
        ),
      );
    },
    listPairs: async () => {
      const { pairs, freeze, damaged } = await store.readRegion(region);
      const now = clock.now();
      return ok({
        region,
        pairs: pairs.map((record) => pairSummaryView(record, now)),
        ...(freeze === undefined ? {} : { freeze: freezeView(region, freeze) }),
        damaged,
      });
    },
    getPair: async (request) => {
      const record = await findPair(context, pairIdOf(request));
      const now = clock.now();
      return ok(pairView(record, await windowOnDemand(record.pair.failback.windows, now), now));
    },
    getJournal: async (request) => {
      const { pair } = await findPair(context, pairIdOf(request));
      const { limit, before } = request.query;
      const page = before === undefined ? { limit } : { limit, beforeVersion: before };
      return ok(journalView(await store.readJournal(pair.id, page)));
    },
    explainPair: async (request) => {
      const { pair, explanation } = await explainPair(context, pairIdOf(request));
      const reply = ok({ pairId: pair.id, region, at: instantText(clock.now()), explanation });
      return request.wantsText ? { ...reply, text: explanationText(pair, explanation) } : reply;
    },
    getFreeze: async () => ok(freezeView(region, await store.readFreeze(region))),
  };
};
