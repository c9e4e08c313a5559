import { constraintMessage, constraintPath, NOT_NULL } from '#rehearsal/aws-wire/protocol/constraint.ts';
import { parseJsonBody } from '#rehearsal/aws-wire/protocol/json-body.ts';
import { type JsonRefusals, readJson, toJson } from '#rehearsal/aws-wire/protocol/json-shapes.ts';
import type { ShapePath } from '#rehearsal/aws-wire/protocol/shape.ts';
import type {
  Protocol,
  SharedRefusals,
  WireRequest,
  WireResponse,
} from '#rehearsal/aws-wire/protocol/wire.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

const jsonRefusals = {
  malformed: (path: ShapePath) =>
    new CloudError('SerializationException', 400, `Unexpected field type at ${constraintPath(path)}`),
  missing: (path: ShapePath) =>
    new CloudError('ValidationException', 400, constraintMessage(path, null, NOT_NULL)),
} satisfies JsonRefusals;

/** Of every service that answers with JSON. */
export const jsonSharedRefusals: SharedRefusals = {
  unsigned: () => new CloudError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token'),
  incompleteSignature: () =>
    new CloudError(
      'IncompleteSignatureException',
      400,
      'The request signature does not conform to AWS standards',
    ),
  wrongRegion: (region) =>
    new CloudError(
      'InvalidSignatureException',
      400,
      `Credential should be scoped to a valid region, not '${region}'. `,
    ),
  unknownAction: () => new CloudError('UnknownOperationException', 400, ''),
  methodNotAllowed: () => new CloudError('UnknownOperationException', 405, 'Send a POST request'),
  tooLarge: () => new CloudError('RequestEntityTooLargeException', 413, 'The request body is too large'),
  defect: () => new CloudError('InternalFailure', 500, 'An internal error has occurred'),
};

const json = (status: number, body: object): WireResponse => ({
  status,
  contentType: 'application/x-amz-json-1.1',
  body: JSON.stringify(body),
});

/**
 * The AWS JSON 1.1 protocol: the operation is named by the header `X-Amz-Target: <target>.<operation>`.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const awsJson11 = ({
  target,
  messageMember,
}: {
  readonly target: string;
  /** How the service's model spells the message member of its errors. */
  readonly messageMember: 'message' | 'Message';
}): Protocol => {
  const prefix = `${target}.`;
  const targetOf = (request: WireRequest): string => request.headers['x-amz-target'] ?? '';
  return {
    refusals: jsonSharedRefusals,
    methods: ['POST'],
    claims: (request) => targetOf(request).startsWith(prefix),
    actionOf: (request) => {
      const asked = targetOf(request);
      if (!asked.startsWith(prefix)) throw jsonSharedRefusals.unknownAction(asked);
      return asked.slice(prefix.length);
    },
    parse: ({ input }, request) => {
      // readJson gives an object for a structure, and the input of an operation is one.
      return readJson(
        input,
        parseJsonBody(request.body, () => jsonRefusals.malformed([])),
        [],
        jsonRefusals,
      ) as Record<string, unknown>;
    },
    render: ({ output }, value) => json(200, output.isUnitSchema() ? {} : Object(toJson(output, value))),
    renderError: ({ code, httpStatus, message }) =>
      json(httpStatus, { __type: code, ...(message !== '' && { [messageMember]: message }) }),
  };
};
