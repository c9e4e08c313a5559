import type { Secret } from '#loadmaster/credentials.ts';

export type PartnerSecretMissingCode =
  /** The secret does not exist, may not be read, or did not come. */
  | 'partner-secret-unavailable'
  /** It is no text of 8 to 127 characters, nor `{ "secret" }` with one. */
  | 'partner-secret-malformed';

export type PartnerSecretRead =
  | { readonly kind: 'secret'; readonly secret: Secret }
  | { readonly kind: 'missing'; readonly code: PartnerSecretMissingCode };

/** Where the secrets that units of a pair share come from. Never throws for what the world does. */
export interface PartnerSecrets {
  read(secretName: string): Promise<PartnerSecretRead>;
}
