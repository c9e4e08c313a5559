import type { EC2ClientConfig } from '@aws-sdk/client-ec2';
import type { Instances } from '#control/ports.ts';

/**
 * EC2 without its weight at start: the client is a third of all code, so it is loaded by the first call, which
 * runs beside the calls to other services. The dynamic import is what makes the bundler cut it into a file of its own.
 */
export const makeInstancesOnDemand = (config: EC2ClientConfig): Instances => {
  let loading: Promise<Instances> | undefined;
  const instances = (): Promise<Instances> => {
    loading ??= import('#aws/instances.ts').then(({ connectInstances }) => connectInstances(config));
    return loading;
  };
  return {
    readInstances: async (ids) => (ids.length === 0 ? new Map() : (await instances()).readInstances(ids)),
    terminate: async (id) => (await instances()).terminate(id),
    stop: async (id) => (await instances()).stop(id),
  };
};
