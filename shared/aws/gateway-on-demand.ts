import type { Gateway } from '#aws/gateway.ts';

/** The gateway without the Lambda client's weight at start: most looks ask no LoadMaster. See `instances-on-demand.ts`. */
export const makeGatewayOnDemand = (functionName: string): Gateway => {
  let loading: Promise<Gateway> | undefined;
  const gateway = (): Promise<Gateway> => {
    loading ??= import('#aws/gateway.ts').then(({ connectGateway }) => connectGateway(functionName));
    return loading;
  };
  return {
    readStatus: async (units) => (units.length === 0 ? [] : (await gateway()).readStatus(units)),
    readFirmware: async (units) => (units.length === 0 ? [] : (await gateway()).readFirmware(units)),
    readGeo: async (units) => (units.length === 0 ? [] : (await gateway()).readGeo(units)),
    readAudit: async (units) => (units.length === 0 ? [] : (await gateway()).readAudit(units)),
    perform: async (unit, command) => (await gateway()).perform(unit, command),
    readCertificate: async (management) => (await gateway()).readCertificate(management),
    enrol: async (request) => (await gateway()).enrol(request),
  };
};
