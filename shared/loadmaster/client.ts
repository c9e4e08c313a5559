import type * as z from 'zod/mini';
import type { Clock } from '#control/ports.ts';
import type { EpochMs } from '#domain/time.ts';
import type { CommandParams } from '#loadmaster/api.ts';
import type { Credentials } from '#loadmaster/credentials.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { DEFAULT_LIMITS, type Limits } from '#loadmaster/limits.ts';
import { call, type Line } from '#loadmaster/line.ts';
import { type LockOut, makeLockOut } from '#loadmaster/lock-out.ts';
import type { ReplyFields } from '#loadmaster/lower-keys.ts';
import { makeRateLimit, type RateLimit } from '#loadmaster/rate-limit.ts';
import { retryRead } from '#loadmaster/retry.ts';
import { type ByteSource, makeTransport, type UnitEndpoint } from '#loadmaster/transport.ts';
import { makeTurns } from '#loadmaster/turns.ts';

/** Takes a piece of a download; the next one comes when the promise resolves. */
export type ByteSink = (chunk: Uint8Array) => Promise<void>;

/**
 * A short conversation with one unit over one connection, within one time budget; its calls must not overlap. Every
 * method throws LoadMasterError and nothing else for what the unit or the network does.
 */
export interface LoadMasterSession {
  /** A command that changes nothing: repeated when the connection is lost. */
  read<T>(command: string, params: CommandParams, reply: z.ZodMiniType<T>): Promise<T>;
  /** A command that changes something: sent once, never repeated. */
  write(command: string, params: CommandParams): Promise<void>;
  /** A command with a file as its body, by API v1: sent once. Throws what the source throws, and leaves the file unfinished. */
  upload(command: string, params: CommandParams, file: ByteSource): Promise<void>;
  /** A command that answers with a file, by API v1: not repeated. Throws what the sink throws. */
  download(command: string, params: CommandParams, sink: ByteSink): Promise<void>;
  /** Until when the unit's certificate is valid, as it showed it; undefined before the first call. */
  certificateExpiresAt(): EpochMs | undefined;
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
  readonly lockOut?: LockOut;
}

export const makeLoadMasterClient = (options: LoadMasterClientOptions): LoadMasterClient => {
  const { clock, random = Math.random, limits = DEFAULT_LIMITS } = options;
  const { rateLimit = makeRateLimit(clock), lockOut = makeLockOut(clock) } = options;
  const takeTurn = makeTurns();
  return {
    open: (unit, credentials) => {
      const line: Line = {
        clock,
        limits,
        rateLimit,
        lockOut,
        takeTurn,
        unitKey: new URL(unit.management).host,
        api: unit.api,
        transport: makeTransport(unit, limits),
        credentials,
        deadlineAt: clock.now() + limits.sessionMs,
      };
      return {
        read: async (command, params, reply) => {
          const time = { clock, random, deadlineAt: line.deadlineAt };
          return understand(command, reply, await retryRead(time, () => call(line, command, params)));
        },
        write: async (command, params) => void (await call(line, command, params)),
        upload: async (command, params, file) => (await transfers()).upload(line, command, params, file),
        download: async (command, params, sink) => (await transfers()).download(line, command, params, sink),
        certificateExpiresAt: line.transport.certificateExpiresAt,
        close: line.transport.close,
      };
    },
  };
};

/** Files are rare, and only v1 takes them whole: loaded when one is sent or fetched. */
const transfers = () => import('#loadmaster/v1/transfer.ts');

const understand = <T>(command: string, reply: z.ZodMiniType<T>, fields: ReplyFields): T => {
  const parsed = reply.safeParse(fields);
  if (!parsed.success) throw new LoadMasterError('garbage', { command, cause: parsed.error });
  return parsed.data;
};
