import { awsJson11 } from '#rehearsal/aws-wire/protocol/aws-json.ts';
import { secretOperations } from '#rehearsal/aws-wire/secrets-manager/secrets.ts';
import { wireService } from '#rehearsal/aws-wire/service.ts';

/** @see AWS Secrets Manager API Reference version 2017-10-17 */
export const secretsManagerService = wireService(
  'secretsmanager',
  awsJson11({ target: 'secretsmanager', messageMember: 'Message' }),
  secretOperations,
);
