import type { Credentials } from '#loadmaster/credentials.ts';
import type { ReplyFields } from '#loadmaster/lower-keys.ts';
import type { HttpCall, HttpReply } from '#loadmaster/transport.ts';

/** Parameters of a command by name, as they are sent: in this order. */
export type CommandParams = Readonly<Record<string, string>>;

/** How a command is written and its reply read on one of the unit's two APIs. Both give the same fields. */
export interface Api {
  request(command: string, params: CommandParams, credentials: Credentials): HttpCall;
  /** The fields of a successful reply. Throws LoadMasterError for every other. */
  readReply(reply: HttpReply): ReplyFields;
}
