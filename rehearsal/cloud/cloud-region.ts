import { makeApiFaults, makeCallCounters } from '#rehearsal/cloud/api/faults.ts';
import { makeAutoScaling } from '#rehearsal/cloud/auto-scaling/auto-scaling.ts';
import { type CloudContext, makePublish } from '#rehearsal/cloud/context.ts';
import { makeInstanceApi } from '#rehearsal/cloud/ec2/instance-api.ts';
import { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import { makeInstanceStatus } from '#rehearsal/cloud/ec2/instance-status.ts';
import { makeInterruptions } from '#rehearsal/cloud/ec2/interruptions.ts';
import { makeRetirements } from '#rehearsal/cloud/ec2/retirements.ts';
import { makeSecurityGroups } from '#rehearsal/cloud/ec2/security-groups.ts';
import { makeSubnets } from '#rehearsal/cloud/ec2/subnets.ts';
import { makeElasticLoadBalancing } from '#rehearsal/cloud/elb/elastic-load-balancing.ts';
import { makeIds } from '#rehearsal/cloud/ids.ts';
import { makeSecurityHub } from '#rehearsal/cloud/security-hub/security-hub.ts';
import { DEFAULT_TIMING } from '#rehearsal/cloud/timing.ts';
import type { CloudRegion, CloudRegionOptions } from '#rehearsal/cloud/types.ts';

export const makeCloudRegion = (options: CloudRegionOptions): CloudRegion => {
  const { region, accountId, scheduler, random, probe, onPower, emit } = options;
  const ids = makeIds(random);
  const context: CloudContext = {
    region,
    accountId,
    scheduler,
    random,
    ids,
    probe,
    timing: { ...DEFAULT_TIMING, ...options.timing },
    onPower: onPower ?? ignore,
    publish: emit === undefined ? ignore : makePublish(emit, { region, accountId, scheduler, ids }),
  };
  const machine = new InstanceMachine(context);
  const securityGroups = makeSecurityGroups(context);
  return {
    region,
    accountId,
    ec2: {
      ...makeInstanceApi(context, machine, securityGroups.describeSecurityGroups),
      ...makeInstanceStatus(context, machine),
      ...makeInterruptions(context, machine),
      ...makeRetirements(context, machine),
      ...securityGroups,
      ...makeSubnets(context),
    },
    elb: makeElasticLoadBalancing(context, machine, securityGroups),
    autoScaling: makeAutoScaling(context, machine),
    securityHub: makeSecurityHub({ region, accountId }),
    faults: makeApiFaults(scheduler, random),
    calls: makeCallCounters(),
  };
};

/** For hooks nobody listens to. */
const ignore = (): void => undefined;
