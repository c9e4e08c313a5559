import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { EdgeError } from '#functions/api/edge-error.ts';

/**
 * Whose word is taken for who asks. `iam`: API Gateway's alone. `local`: the header's, on a machine where no
 * authoriser runs; an IAM identity still goes before it.
 */
export type Trust = 'iam' | 'local';

/** The longest name the own bus's events carry. The end of an ARN is what tells people apart. */
const LONGEST_NAME = 256;

const LOCAL_HEADER = 'x-understudy-operator';

/** @see Amazon API Gateway, Working with AWS Lambda proxy integrations for HTTP APIs, payload format 2.0 */
const identified = z.object({
  authorizer: z.object({ iam: z.object({ userArn: z.string().min(1) }) }),
});

/**
 * Who asks. Throws EdgeError `unidentified`: a request without an identity means that the route has lost its
 * authoriser, and then nobody is let in.
 */
export const operatorOf = (event: APIGatewayProxyEventV2, trust: Trust): string => {
  const iam = identified.safeParse(event.requestContext);
  if (iam.success) return iam.data.authorizer.iam.userArn.slice(-LONGEST_NAME);
  if (trust === 'local') return event.headers[LOCAL_HEADER]?.trim().slice(0, LONGEST_NAME) || 'unknown';
  throw new EdgeError('unidentified', 'the request carries no IAM identity');
};
