import type { Shape } from '#rehearsal/aws-wire/protocol/shape.ts';
import type { CloudError } from '#rehearsal/cloud/cloud-error.ts';

/** An HTTP request, read to its end. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly contentType: string;
  /** Beyond those of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An operation as far as a protocol needs to know it. */
export interface OperationShapes {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
}

/** The words a protocol has for refusals that every service shares. */
export interface SharedRefusals {
  unsigned(): CloudError;
  incompleteSignature(): CloudError;
  wrongRegion(region: string): CloudError;
  unknownAction(action: string): CloudError;
  methodNotAllowed(): CloudError;
  tooLarge(): CloudError;
  /** The simulator itself failed. */
  defect(): CloudError;
}

/** One of AWS's wire protocols, as one service speaks it. */
export interface Protocol {
  readonly refusals: SharedRefusals;
  readonly methods: readonly string[];
  /** Whether a request without a credential scope can only be meant for this service. */
  claims(request: WireRequest): boolean;
  /** @throws CloudError where no action is named, or one of an API version that is not served */
  actionOf(request: WireRequest): string;
  /** @throws CloudError for a missing, malformed or unknown parameter */
  parse(operation: OperationShapes, request: WireRequest): Record<string, unknown>;
  render(operation: OperationShapes, output: unknown, requestId: string): WireResponse;
  renderError(error: CloudError, requestId: string): WireResponse;
}
