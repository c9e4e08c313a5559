import type * as z from 'zod/mini';
import type { Clock } from '#control/ports.ts';
import type { EpochMs } from '#domain/time.ts';
import { type Credentials, credentialFields, withoutCredentials } from '#loadmaster/credentials.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { DEFAULT_LIMITS, type Limits } from '#loadmaster/limits.ts';
import { type LockOut, makeLockOut } from '#loadmaster/lock-out.ts';
import { makeRateLimit, type RateLimit } from '#loadmaster/rate-limit.ts';
import { type ReplyFields, readReply } from '#loadmaster/reply.ts';
import { retryRead } from '#loadmaster/retry.ts';
import { makeTransport, type Transport, type UnitEndpoint } from '#loadmaster/transport.ts';
import { makeTurns, type TakeTurn } from '#loadmaster/turns.ts';

export type CommandParams = Readonly<Record<string, string>>;

/**
 * A short conversation with one unit over one connection, within one time budget. Every method throws
 * LoadMasterError and nothing else for what the unit or the network does.
 */
export interface LoadMasterSession {
  /** A command that changes nothing: repeated when the connection is lost. */
  read<T>(command: string, params: CommandParams, reply: z.ZodMiniType<T>): Promise<T>;
  /** A command that changes something: sent once, never repeated. */
  write(command: string, params: CommandParams): Promise<void>;
  close(): void;
}

/** Opens sessions. One per process: it remembers call rates and refused credentials of every unit. */
export interface LoadMasterClient {
  /** Connects when the first command is sent. */
  open(unit: UnitEndpoint, credentials: Credentials): LoadMasterSession;
}

export interface LoadMasterClientOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  readonly limits?: Limits;
  readonly rateLimit?: RateLimit;
}

export const makeLoadMasterClient = (options: LoadMasterClientOptions): LoadMasterClient => {
  const { clock, random = Math.random, limits = DEFAULT_LIMITS, rateLimit = makeRateLimit(clock) } = options;
  const lockOut = makeLockOut(clock);
  const takeTurn = makeTurns();
  return {
    open: (unit, credentials) => {
      const deadlineAt = clock.now() + limits.sessionMs;
      const transport = makeTransport(unit, limits);
      const unitKey = new URL(unit.management).host;
      const line = {
        clock,
        limits,
        rateLimit,
        lockOut,
        takeTurn,
        unitKey,
        transport,
        credentials,
        deadlineAt,
      };
      return {
        read: async (command, params, reply) =>
          understand(
            command,
            reply,
            await retryRead({ clock, random, deadlineAt }, () => call(line, command, params)),
          ),
        write: async (command, params) => void (await call(line, command, params)),
        close: transport.close,
      };
    },
  };
};

/** All that one call needs of its unit and of its session. */
interface Line {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly rateLimit: RateLimit;
  readonly lockOut: LockOut;
  readonly takeTurn: TakeTurn;
  readonly unitKey: string;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly deadlineAt: EpochMs;
}

const call = async (line: Line, command: string, params: CommandParams): Promise<ReplyFields> => {
  try {
    return await line.takeTurn(line.unitKey, () => callInTurn(line, command, params));
  } catch (error) {
    if (!(error instanceof LoadMasterError)) throw error;
    throw named(error, command, line.credentials);
  }
};

/** The unit is ours alone here, so a refusal is known before the next caller's credentials go out. */
const callInTurn = async (line: Line, command: string, params: CommandParams): Promise<ReplyFields> => {
  const { clock, limits, rateLimit, lockOut, unitKey, credentials, deadlineAt } = line;
  if (lockOut.withholds(unitKey, credentials.version)) throw new LoadMasterError('auth', { withheld: true });
  const inTime = await rateLimit.take(unitKey, deadlineAt - clock.now());
  const remainingMs = deadlineAt - clock.now();
  if (!inTime || remainingMs <= 0) throw new LoadMasterError('timeout');
  const reply = await line.transport.exchange(
    {
      method: 'POST',
      path: '/accessv2',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...params, cmd: command, ...credentialFields(credentials) }),
    },
    Math.min(limits.replyMs, remainingMs),
  );
  return noteRefusal(line, () => readReply(reply));
};

/** Remembers a refusal, and forgets it once the unit takes the credentials. */
const noteRefusal = ({ lockOut, unitKey, credentials }: Line, read: () => ReplyFields): ReplyFields => {
  try {
    const fields = read();
    lockOut.accepted(unitKey);
    return fields;
  } catch (error) {
    if (error instanceof LoadMasterError && error.code === 'auth') {
      lockOut.refused(unitKey, credentials.version);
    }
    throw error;
  }
};

const SAID_CHARACTERS = 200;

/** The error with the command's name, and with the unit's words made safe to repeat. */
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

const understand = <T>(command: string, reply: z.ZodMiniType<T>, fields: ReplyFields): T => {
  const parsed = reply.safeParse(fields);
  if (!parsed.success) throw new LoadMasterError('garbage', { command, cause: parsed.error });
  return parsed.data;
};
