import { freezeView, holdView } from '#contracts/api/views.ts';
import { applyEstate } from '#control/apply-estate.ts';
import { cancelDrain } from '#control/operator/cancel-drain.ts';
import { commandOperation } from '#control/operator/command-operation.ts';
import type { OperatorContext } from '#control/operator/context.ts';
import { holdPair, releasePair } from '#control/operator/hold-pair.ts';
import { liftFreeze } from '#control/operator/region-freeze.ts';
import { requestDrain } from '#control/operator/request-drain.ts';
import type { Estate } from '#domain/estate/estate.ts';
import { EdgeError } from '#functions/api/edge-error.ts';
import { accepted, ok } from '#functions/api/reply.ts';
import { pairIdOf, type RouteHandlers, unitOf } from '#functions/api/request.ts';

/** Throws EdgeError `invalid-estate` with every error in its place. The YAML parser is loaded by who applies an estate. */
const readEstate = async (text: string): Promise<Estate> => {
  const { parseEstate } = await import('#contracts/estate.ts');
  const parsed = parseEstate(text);
  if (parsed.ok) return parsed.estate;
  const { errors, omitted } = parsed;
  const count = errors.length + omitted;
  const message = `nothing was applied: the estate has ${count} ${count === 1 ? 'error' : 'errors'}`;
  throw new EdgeError('invalid-estate', message, { errors, omitted });
};

type CommandHandlers = Pick<
  RouteHandlers,
  'putEstate' | 'requestDrain' | 'cancelDrain' | 'commandOperation' | 'holdPair' | 'liftHold' | 'liftFreeze'
>;

/** What asks for something to be done. */
export const makeCommandHandlers = (context: OperatorContext): CommandHandlers => ({
  putEstate: async ({ body, query: { dryRun } }) => {
    const { region, hands, geo } = context;
    const { store, bus } = hands;
    const applied = await applyEstate({ store, bus, geo, region }, await readEstate(body), { dryRun });
    if (applied.kind === 'other-region') {
      const message = `The file declares ${applied.declares.join(', ')} and nothing in ${region}, where it would remove everything.`;
      throw new EdgeError('estate-of-other-region', message);
    }
    if (applied.kind === 'refused') {
      const message = `nothing was applied: an operation is under way or halted on ${applied.busy.join(', ')}`;
      throw new EdgeError('estate-busy', message);
    }
    const { kind, created, changed, removed, unchanged, elsewhere } = applied;
    const ids = { created, changed, removed, unchanged, elsewhere };
    return ok({ region, dryRun: kind === 'dry-run', ...ids, geo: applied.geo });
  },
  requestDrain: async (request) => {
    const { by, intentId, body } = request;
    const [pairId, unit] = [pairIdOf(request), unitOf(request)];
    const { kind, ...answer } = await requestDrain(context, { ...body, by, intentId, pairId, unit });
    const reply = { pairId, unit, dryRun: kind === 'dry-run', ...answer };
    return kind === 'requested' ? accepted(reply) : ok(reply);
  },
  cancelDrain: async (request) => {
    const [pairId, unit] = [pairIdOf(request), unitOf(request)];
    const cancelled = await cancelDrain(context, { ...request.body, by: request.by, pairId, unit });
    return accepted({ pairId, unit, cancelled });
  },
  commandOperation: async (request) => {
    const { by, body } = request;
    const pairId = pairIdOf(request);
    const plan = await commandOperation(context, { ...body, by, pairId });
    return accepted({ pairId, command: body.command, plan });
  },
  holdPair: async (request) => {
    const { by, body } = request;
    const { why, for: forMs, until } = body;
    const expiry = until === undefined ? { forMs: forMs ?? 0 } : { until };
    return ok(holdView(await holdPair(context, { pairId: pairIdOf(request), by, why, expiry })));
  },
  liftHold: async (request) => {
    const pairId = pairIdOf(request);
    await releasePair(context, { pairId, by: request.by, why: request.body.why });
    return ok({ pairId, held: false });
  },
  liftFreeze: async () => {
    await liftFreeze(context);
    return ok(freezeView(context.region, undefined));
  },
});
