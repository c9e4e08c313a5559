import { connect } from 'node:net';
import type { DurationMs } from '#domain/time.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** What a client got that connected and waited for the service's line. */
export type Attempt =
  | { readonly kind: 'served'; readonly by: string }
  | { readonly kind: 'failed'; readonly reason: FailureReason };

/** `reset` and `closed`: the connection was ended before anything was served. */
export type FailureReason = 'refused' | 'reset' | 'closed' | 'timeout';

const REASON_OF: Readonly<Record<string, FailureReason>> = { ECONNREFUSED: 'refused', EPIPE: 'reset' };

/**
 * Opens one connection, waits for a line, and closes. A timeout counts only after the event loop has also delivered
 * what had arrived by then, so that a busy machine is not taken for a dead service.
 */
export const attemptConnection = (
  port: number,
  scheduler: Scheduler,
  timeoutMs: DurationMs,
): Promise<Attempt> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let received = '';
    const end = (attempt: Attempt): void => {
      cancelTimeout();
      socket.destroy();
      resolve(attempt);
    };
    const fail = (reason: FailureReason): void => end({ kind: 'failed', reason });
    const cancelTimeout = scheduler.after(timeoutMs, () => setImmediate(() => fail('timeout')));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      received += chunk;
      const [line, rest] = received.split('\n', 2);
      if (line !== undefined && rest !== undefined) end({ kind: 'served', by: line });
    });
    socket.on('end', () => fail('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) => fail(REASON_OF[error.code ?? ''] ?? 'reset'));
  });
