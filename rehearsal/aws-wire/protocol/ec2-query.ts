import { operationParametersOf, parametersOf } from '#rehearsal/aws-wire/protocol/form.ts';
import { type QueryDialect, readQueryInput } from '#rehearsal/aws-wire/protocol/query-input.ts';
import { parameterTree } from '#rehearsal/aws-wire/protocol/query-parameters.ts';
import { traitsOf } from '#rehearsal/aws-wire/protocol/shape.ts';
import type { Protocol, SharedRefusals, WireResponse } from '#rehearsal/aws-wire/protocol/wire.ts';
import { escapeXml, writeXmlMembers, xmlElement } from '#rehearsal/aws-wire/protocol/xml-output.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The first API version of Amazon EC2. Older clients than the model may speak any of those since. */
const FIRST_VERSION = '2006-06-26';

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const dialect: QueryDialect = {
  memberKey: (memberName, member) => {
    const { ec2QueryName, xmlName } = traitsOf(member);
    return ec2QueryName ?? capitalised(xmlName ?? memberName);
  },
  elementsOf: (_list, node) => node,
  emptyList: undefined,
  unknownParameter: (path) => {
    throw new CloudError('UnknownParameter', 400, `The parameter ${path.join('.')} is not recognized`);
  },
  missing: (path) =>
    new CloudError('MissingParameter', 400, `The request must contain the parameter ${path.join('.')}`),
  malformed: (path, value) =>
    new CloudError('InvalidParameterValue', 400, `Invalid value '${value}' for ${path.join('.')}`),
};

const refusals: SharedRefusals = {
  unsigned: () =>
    new CloudError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token'),
  incompleteSignature: () =>
    new CloudError('IncompleteSignature', 400, 'The request signature does not conform to AWS standards'),
  wrongRegion: () =>
    new CloudError('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
  unknownAction: (action) =>
    new CloudError('InvalidAction', 400, `The action ${action} is not valid for this web service.`),
  methodNotAllowed: () => new CloudError('InvalidHTTPRequest', 405, 'Send a GET or a POST request'),
  tooLarge: () => new CloudError('RequestEntityTooLarge', 413, 'The request body is too large'),
  defect: () => new CloudError('InternalError', 500, 'An internal error has occurred'),
};

const xml = (status: number, body: string): WireResponse => ({
  status,
  contentType: 'text/xml;charset=UTF-8',
  body: XML_DECLARATION + body,
});

/**
 * The EC2 query protocol: lists are flat, parameters that the operation does not know are refused, and answers have
 * no Result wrapper.
 * @see https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export const ec2Query = ({
  version,
  xmlns,
}: {
  readonly version: string;
  readonly xmlns: string;
}): Protocol => {
  const isServed = (asked: string): boolean =>
    /^\d{4}-\d{2}-\d{2}$/.test(asked) && asked >= FIRST_VERSION && asked <= version;
  return {
    refusals,
    methods: ['GET', 'POST'],
    claims: (request) => parametersOf(request).get('Version') === version,
    actionOf: (request) => {
      const parameters = parametersOf(request);
      const action = parameters.get('Action');
      if (action === null) {
        throw new CloudError('MissingAction', 400, 'The request must contain the parameter Action');
      }
      const asked = parameters.get('Version') ?? version;
      if (!isServed(asked)) {
        throw new CloudError(
          'NoSuchVersion',
          400,
          `The requested version (${asked}) of service AmazonEC2 does not exist`,
        );
      }
      return action;
    },
    parse: ({ input }, request) =>
      readQueryInput(input, parameterTree(operationParametersOf(request)), dialect),
    render: ({ name, output }, value, requestId) => {
      // An operation without an output answers that it was done. The model leaves this element out.
      const members = output.isUnitSchema() ? xmlElement('return', 'true') : writeXmlMembers(output, value);
      return xml(200, xmlElement(`${name}Response`, xmlElement('requestId', requestId) + members, xmlns));
    },
    renderError: ({ code, httpStatus, message }, requestId) => {
      const error = xmlElement('Code', escapeXml(code)) + xmlElement('Message', escapeXml(message));
      const errors = xmlElement('Errors', xmlElement('Error', error));
      return xml(httpStatus, xmlElement('Response', errors + xmlElement('RequestID', requestId)));
    },
  };
};
