import type { Clock } from '#control/ports.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';
import type { CommandParams } from '#loadmaster/api.ts';
import { apiNamed } from '#loadmaster/api-on-demand.ts';
import { type Credentials, withoutCredentials } from '#loadmaster/credentials.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import type { Limits } from '#loadmaster/limits.ts';
import type { LockOut } from '#loadmaster/lock-out.ts';
import type { ReplyFields } from '#loadmaster/lower-keys.ts';
import type { RateLimit } from '#loadmaster/rate-limit.ts';
import type { ApiName, Transport } from '#loadmaster/transport.ts';
import type { TakeTurn } from '#loadmaster/turns.ts';

/** All that one call needs of its unit and of its session. */
export interface Line {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly rateLimit: RateLimit;
  readonly lockOut: LockOut;
  readonly takeTurn: TakeTurn;
  readonly unitKey: string;
  readonly api: ApiName | undefined;
  readonly transport: Transport;
  readonly credentials: Credentials;
  /** When the session's time is over. The time of a transfer does not count: it moves this. */
  deadlineAt: EpochMs;
}

/** One command and the fields of its reply. Throws LoadMasterError. */
export const call = (line: Line, command: string, params: CommandParams): Promise<ReplyFields> =>
  naming(line, command, () => line.takeTurn(line.unitKey, () => callInTurn(line, command, params)));

/** The unit is ours alone here, so a refusal is known before the next caller's credentials go out. */
const callInTurn = async (line: Line, command: string, params: CommandParams): Promise<ReplyFields> => {
  const { clock, limits, credentials } = line;
  await admit(line, line.deadlineAt - clock.now());
  const remainingMs = line.deadlineAt - clock.now();
  if (remainingMs <= 0) throw new LoadMasterError('timeout');
  const api = await apiNamed(line.api);
  const reply = await line.transport.exchange(
    api.request(command, params, credentials),
    Math.min(limits.replyMs, remainingMs),
  );
  return noteRefusal(line, () => api.readReply(reply));
};

/** Lets a call out: its credentials were not refused a short while ago, and the unit's call rate allows it. */
export const admit = async (line: Line, withinMs: DurationMs): Promise<void> => {
  const { lockOut, rateLimit, unitKey, credentials } = line;
  const refuse = (): void => {
    if (lockOut.withholds(unitKey, credentials.version))
      throw new LoadMasterError('auth', { withheld: true });
  };
  refuse();
  if (!(await rateLimit.take(unitKey, withinMs))) throw new LoadMasterError('timeout');
  // Once more: what other processes were refused is learned with the place in the call rate.
  refuse();
};

/** Remembers a refusal, and forgets it once the unit takes the credentials. */
export const noteRefusal = async <T>(line: Line, read: () => T): Promise<T> => {
  const { lockOut, unitKey, credentials } = line;
  try {
    const value = read();
    await lockOut.accepted(unitKey);
    return value;
  } catch (error) {
    if (error instanceof LoadMasterError && error.code === 'auth') {
      await lockOut.refused(unitKey, credentials.version);
    }
    throw error;
  }
};

/** Errors of `work` with the command's name, and with the unit's words made safe to repeat. */
export const naming = async <T>(line: Line, command: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LoadMasterError)) throw error;
    throw named(error, command, line.credentials);
  }
};

const SAID_CHARACTERS = 200;

const named = (error: LoadMasterError, command: string, credentials: Credentials): LoadMasterError => {
  const { code, httpStatus, said, withheld, cause } = error;
  return new LoadMasterError(code, {
    command,
    ...(httpStatus !== undefined && { httpStatus }),
    ...(said !== undefined && { said: withoutCredentials(said, credentials).slice(0, SAID_CHARACTERS) }),
    ...(withheld !== undefined && { withheld }),
    ...(cause !== undefined && { cause }),
  });
};
