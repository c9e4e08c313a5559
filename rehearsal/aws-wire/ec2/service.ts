import { changeInstanceOperations } from '#rehearsal/aws-wire/ec2/change-instances.ts';
import { changeSecurityGroupOperations } from '#rehearsal/aws-wire/ec2/change-security-groups.ts';
import { instanceStatusOperations } from '#rehearsal/aws-wire/ec2/describe-instance-status.ts';
import { describeInstanceOperations } from '#rehearsal/aws-wire/ec2/describe-instances.ts';
import { describeSecurityGroupOperations } from '#rehearsal/aws-wire/ec2/describe-security-groups.ts';
import { subnetOperations } from '#rehearsal/aws-wire/ec2/describe-subnets.ts';
import { instanceAttributeOperations } from '#rehearsal/aws-wire/ec2/instance-attributes.ts';
import { tagOperations } from '#rehearsal/aws-wire/ec2/tags.ts';
import { ec2Query } from '#rehearsal/aws-wire/protocol/ec2-query.ts';
import { wireService } from '#rehearsal/aws-wire/service.ts';

/** @see Amazon EC2 API Reference version 2016-11-15 */
export const ec2Service = wireService(
  'ec2',
  ec2Query({ version: '2016-11-15', xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/' }),
  [
    ...describeInstanceOperations,
    ...instanceStatusOperations,
    ...changeInstanceOperations,
    ...instanceAttributeOperations,
    ...tagOperations,
    ...describeSecurityGroupOperations,
    ...changeSecurityGroupOperations,
    ...subnetOperations,
  ],
);
