import type { LoadMasters } from '#control/ports.ts';

/** The gateway without the Lambda client's weight at start: most looks ask no LoadMaster. See `instances-on-demand.ts`. */
export const makeGatewayOnDemand = (functionName: string): LoadMasters => {
  let loading: Promise<LoadMasters> | undefined;
  const gateway = (): Promise<LoadMasters> => {
    loading ??= import('#aws/gateway.ts').then(({ connectGateway }) => connectGateway(functionName));
    return loading;
  };
  return {
    readStatus: async (units) => (units.length === 0 ? [] : (await gateway()).readStatus(units)),
    perform: async (unit, command) => (await gateway()).perform(unit, command),
  };
};
