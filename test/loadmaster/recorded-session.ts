import type { EpochMs } from '#domain/time.ts';
import type { CommandParams } from '#loadmaster/api.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { readReply } from '#loadmaster/reply.ts';
import { readReplyV1 } from '#loadmaster/v1/reply.ts';

export interface Sent {
  readonly command: string;
  readonly params: CommandParams;
}

/** A session without a wire: answers reads with recorded replies and remembers what was sent. */
export interface RecordedSession extends LoadMasterSession {
  readonly sent: readonly Sent[];
}

const OK = '{"code":200,"message":"Command completed ok","status":"ok"}';

/** v1 inside `<Data>`, v2 between its braces. */
export const v1 = (data: string): string =>
  `<?xml version="1.0" encoding="ISO-8859-1"?>\n<Response stat="200" code="ok">\n<Success><Data>${data}</Data></Success>\n</Response>`;
export const v2 = (fields: object): string => JSON.stringify({ code: 200, ...fields, status: 'ok' });

/**
 * The replies to each command, in order; the last one stands for all that follow. A command without any is done.
 * `expiresAt`: of the certificate that the unit shows.
 */
export const recordedSession = (
  replies: Readonly<Record<string, string | readonly string[]>>,
  expiresAt?: EpochMs,
): RecordedSession => {
  const sent: Sent[] = [];
  const asked = new Map<string, number>();
  const replyTo = (command: string): string => {
    const recorded = [replies[command] ?? OK].flat();
    const at = asked.get(command) ?? 0;
    asked.set(command, at + 1);
    return recorded[Math.min(at, recorded.length - 1)] ?? OK;
  };
  const take = async (command: string, params: CommandParams) => {
    sent.push({ command, params });
    const text = replyTo(command);
    const reply = { status: 200, body: Buffer.from(text, 'latin1') };
    return text.startsWith('<') ? readReplyV1(reply) : readReply(reply);
  };
  return {
    sent,
    read: async (command, params, reply) => {
      const parsed = reply.safeParse(await take(command, params));
      if (!parsed.success) throw new LoadMasterError('garbage', { command, cause: parsed.error });
      return parsed.data;
    },
    write: async (command, params) => void (await take(command, params)),
    upload: async (command, params) => void (await take(command, params)),
    download: async (command, params) => void (await take(command, params)),
    certificateExpiresAt: () => expiresAt,
    close: () => undefined,
  };
};
