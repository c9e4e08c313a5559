import { putEventsOperations } from '#rehearsal/aws-wire/eventbridge/put-events.ts';
import { awsJson11 } from '#rehearsal/aws-wire/protocol/aws-json.ts';
import { wireService } from '#rehearsal/aws-wire/service.ts';

/** @see Amazon EventBridge API Reference version 2015-10-07 */
export const eventBridgeService = wireService(
  'events',
  awsJson11({ target: 'AWSEvents', messageMember: 'message' }),
  putEventsOperations,
);
