import type { LoadMasterSession } from '#loadmaster/client.ts';

/** A command that changes something, with what it is read back by. */
export interface Setter {
  readonly what: string;
  readonly write: (session: LoadMasterSession) => Promise<unknown>;
  /** What goes out for the change itself. */
  readonly sent: { readonly command: string; readonly params: Readonly<Record<string, string>> };
  /** The command that reads back, and what it says when the change took and when it did not. */
  readonly reads: string;
  readonly taken: object;
  readonly untaken: object;
}
