import type { StaticOperationSchema } from '@smithy/types';
import { jsonSharedRefusals } from '#rehearsal/aws-wire/protocol/aws-json.ts';
import { parseJsonBody } from '#rehearsal/aws-wire/protocol/json-body.ts';
import { type JsonRefusals, readJson, toJson } from '#rehearsal/aws-wire/protocol/json-shapes.ts';
import type {
  Protocol,
  SharedRefusals,
  WireRequest,
  WireResponse,
} from '#rehearsal/aws-wire/protocol/wire.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

/** Where an operation is: `POST /findings/import`. */
const placeOf = ([, , name, traits]: StaticOperationSchema): string => {
  const http: unknown = Object(traits).http;
  if (!Array.isArray(http)) throw new TypeError(`${name} has no place in HTTP`);
  const [method, path] = http;
  return `${method} ${path}`;
};

const json = (
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): WireResponse => ({
  status,
  contentType: 'application/json',
  headers,
  body: JSON.stringify(body),
});

/**
 * The REST JSON protocol, for operations whose whole input is in the body: they are known by method and path.
 * @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export const restJson = ({
  schemas,
  invalidInput,
}: {
  /** Of the operations that are served. */
  readonly schemas: readonly StaticOperationSchema[];
  /** The service's own word for an input that is not as its model says. */
  readonly invalidInput: (message: string) => CloudError;
}): Protocol => {
  const operations = new Map(schemas.map((schema) => [placeOf(schema), schema[2]]));
  const operationAt = ({ method, path }: WireRequest): string | undefined =>
    operations.get(`${method} ${path}`);
  const refusals: SharedRefusals = {
    ...jsonSharedRefusals,
    unknownAction: () => new CloudError('UnknownOperationException', 404, ''),
  };
  const malformed = (): CloudError => invalidInput('The request body is not as the model says');
  const inputRefusals: JsonRefusals = {
    malformed,
    // What is missing deeper down is for the service to find: it may take the rest.
    missing: (path) => (path.length > 1 ? undefined : malformed()),
  };
  return {
    refusals,
    methods: ['POST'],
    claims: (request) => operationAt(request) !== undefined,
    actionOf: (request) => {
      const operation = operationAt(request);
      if (operation === undefined) throw refusals.unknownAction(request.path);
      return operation;
    },
    parse: ({ input }, { body }) =>
      // readJson gives an object for a structure, and the input of an operation is one.
      readJson(input, parseJsonBody(body, malformed), [], inputRefusals) as Record<string, unknown>,
    render: ({ output }, value) => json(200, Object(toJson(output, value))),
    renderError: ({ code, httpStatus, message }) =>
      json(httpStatus, { Code: code, Message: message }, { 'x-amzn-ErrorType': code }),
  };
};
