import type { Credentials } from '#rehearsal/load-master/api/accounts.ts';
import type { Reply } from '#rehearsal/load-master/api/reply.ts';
import type { Upload } from '#rehearsal/load-master/api/upload.ts';

/** One call, whichever interface it came through. */
export interface ManagementCall {
  readonly command: string;
  /** In the order given, names as given. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly credentials: Credentials;
  readonly wire: 'v1' | 'v2';
  readonly upload?: Upload;
}

export type Outcome =
  /** The API is switched off. */
  | { readonly kind: 'disabled' }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'unknown-command' }
  | { readonly kind: 'replied'; readonly reply: Reply };

/** The one call a switched-off API takes: these parameters in this order, and the word `yes`. */
export const isBootstrap = ({ command, parameters, wire }: ManagementCall): boolean => {
  const [param, value] = parameters;
  return (
    wire === 'v1' &&
    command === 'set' &&
    param?.[0] === 'param' &&
    param[1] === 'enableapi' &&
    value?.[0] === 'value' &&
    value[1] === 'yes'
  );
};
