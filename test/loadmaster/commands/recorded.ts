import { expect, it } from 'vitest';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { recordedSession } from '../recorded-session.ts';

export interface Recorded {
  readonly what: string;
  readonly command: string;
  readonly reply: string;
  readonly read: (session: LoadMasterSession) => Promise<unknown>;
  readonly value: unknown;
}

/** `reply` as the vendor's documents, its modules and public captures print it; the origin of each is in `what`. */
export const readsRecorded = (recorded: readonly Recorded[]): void => {
  it.each(recorded)('$what', async ({ command, reply, read: ask, value }) => {
    const session = recordedSession({ [command]: reply });
    expect(await ask(session)).toEqual(value);
    expect(session.sent.map((call) => call.command)).toEqual([command]);
  });
};
