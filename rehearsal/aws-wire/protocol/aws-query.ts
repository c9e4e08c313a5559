import { constraintMessage, constraintPath, NOT_NULL } from '#rehearsal/aws-wire/protocol/constraint.ts';
import { operationParametersOf, parametersOf } from '#rehearsal/aws-wire/protocol/form.ts';
import { type QueryDialect, readQueryInput } from '#rehearsal/aws-wire/protocol/query-input.ts';
import { parameterTree } from '#rehearsal/aws-wire/protocol/query-parameters.ts';
import { traitsOf } from '#rehearsal/aws-wire/protocol/shape.ts';
import type { Protocol, SharedRefusals, WireResponse } from '#rehearsal/aws-wire/protocol/wire.ts';
import { escapeXml, writeXmlMembers, xmlElement } from '#rehearsal/aws-wire/protocol/xml-output.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

const dialect: QueryDialect = {
  memberKey: (memberName, member) => traitsOf(member).xmlName ?? memberName,
  elementsOf: (list, node) =>
    traitsOf(list).xmlFlattened === undefined
      ? node.children.get(traitsOf(list.getValueSchema()).xmlName ?? 'member')
      : node,
  emptyList: [],
  unknownParameter: () => undefined,
  missing: (path) => new CloudError('ValidationError', 400, constraintMessage(path, null, NOT_NULL)),
  malformed: (path, value) =>
    new CloudError('MalformedInput', 400, `${value} is not a valid value for ${constraintPath(path)}`),
};

const refusalsFor = (version: string): SharedRefusals => ({
  unsigned: () =>
    new CloudError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token'),
  incompleteSignature: () =>
    new CloudError('IncompleteSignature', 400, 'The request signature does not conform to AWS standards'),
  wrongRegion: (region) =>
    new CloudError(
      'SignatureDoesNotMatch',
      403,
      `Credential should be scoped to a valid region, not '${region}'. `,
    ),
  unknownAction: (action) =>
    new CloudError('InvalidAction', 400, `Could not find operation ${action} for version ${version}`),
  methodNotAllowed: () => new CloudError('InvalidHTTPRequest', 405, 'Send a GET or a POST request'),
  tooLarge: () => new CloudError('RequestEntityTooLarge', 413, 'The request body is too large'),
  defect: () => new CloudError('InternalFailure', 500, 'An internal error has occurred'),
});

const xml = (status: number, body: string): WireResponse => ({ status, contentType: 'text/xml', body });

/**
 * The AWS query protocol: form parameters in, XML with a Result wrapper out.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const awsQuery = ({
  version,
  xmlns,
}: {
  readonly version: string;
  readonly xmlns: string;
}): Protocol => {
  const refusals = refusalsFor(version);
  return {
    refusals,
    methods: ['GET', 'POST'],
    claims: (request) => parametersOf(request).get('Version') === version,
    actionOf: (request) => {
      const parameters = parametersOf(request);
      const action = parameters.get('Action');
      if (action === null) throw new CloudError('MissingAction', 400, 'The request must contain an Action');
      const asked = parameters.get('Version') ?? version;
      if (asked !== version) {
        throw new CloudError('InvalidAction', 400, `Could not find operation ${action} for version ${asked}`);
      }
      return action;
    },
    parse: ({ input }, request) =>
      readQueryInput(input, parameterTree(operationParametersOf(request)), dialect),
    render: ({ name, output }, value, requestId) => {
      const result = xmlElement(`${name}Result`, writeXmlMembers(output, value));
      const metadata = xmlElement('ResponseMetadata', xmlElement('RequestId', requestId));
      return xml(200, xmlElement(`${name}Response`, result + metadata, xmlns));
    },
    renderError: ({ code, httpStatus, message }, requestId) => {
      const type = xmlElement('Type', httpStatus < 500 ? 'Sender' : 'Receiver');
      const error = type + xmlElement('Code', escapeXml(code)) + xmlElement('Message', escapeXml(message));
      return xml(
        httpStatus,
        xmlElement('ErrorResponse', xmlElement('Error', error) + xmlElement('RequestId', requestId), xmlns),
      );
    },
  };
};
