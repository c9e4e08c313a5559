import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import type { Appliance, Pair, Standalone, UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { makeResolve, type Resolve } from '#loadmaster/declared.ts';
import type { UnitEndpoint } from '#loadmaster/transport.ts';

/** The pair `dublin-1` with its units at these endpoints. */
export const declaredPair = (endpoints: Readonly<Record<UnitName, UnitEndpoint>>): Pair => {
  const appliance = (unit: UnitName, instanceId: string, address: string): Appliance => ({
    instanceId,
    address,
    credentials: 'lm/dublin-1',
    ...endpoints[unit],
  });
  return {
    id: 'dublin-1',
    region: 'eu-west-1',
    mode: 'observe',
    units: {
      first: appliance('first', 'i-0123456789abcdef0', '10.0.1.4'),
      second: appliance('second', 'i-0123456789abcdef1', '10.0.2.4'),
    },
    targetGroups: [
      'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/dublin-1/0123456789abcdef',
    ],
    healthCheck: {
      port: 8444,
      handoverPort: 8445,
      intervalMs: 10 * SECOND_MS,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    preferred: 'first',
    failback: DEFAULT_POLICIES.failback,
    splitBrain: DEFAULT_POLICIES.splitBrain,
    drain: { onRebalance: 'ignore', maintenanceLeadMs: 60 * MINUTE_MS, hookBudgetMs: 60 * MINUTE_MS },
  };
};

/** The standalone `solo-1` at this endpoint. */
export const declaredStandalone = (endpoint: UnitEndpoint): Standalone => ({
  id: 'solo-1',
  region: 'eu-west-1',
  instanceId: 'i-0123456789abcdef2',
  address: '10.0.3.4',
  credentials: 'lm/solo-1',
  ...endpoint,
});

/** Finds what is declared at the moment, and tells of every read. */
export const resolving = (
  declared: () => { readonly pair?: Pair; readonly standalone?: Standalone },
  onRead: (id: string) => void = () => undefined,
): Resolve =>
  makeResolve(
    {
      readPair: async (_region, id) => {
        onRead(id);
        const { pair } = declared();
        return pair?.id === id ? { pair } : undefined;
      },
      readStandalone: async (_region, id) => {
        onRead(id);
        const { standalone } = declared();
        return standalone?.id === id ? standalone : undefined;
      },
    },
    'eu-west-1',
  );
