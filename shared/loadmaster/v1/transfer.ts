import type { CommandParams } from '#loadmaster/api.ts';
import { CallerFailure, isCallerFailure } from '#loadmaster/caller-failure.ts';
import type { ByteSink } from '#loadmaster/client.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { admit, type Line, naming, noteRefusal } from '#loadmaster/line.ts';
import { readBody } from '#loadmaster/reply-body.ts';
import type { ByteSource } from '#loadmaster/transport.ts';
import { readReplyV1 } from '#loadmaster/v1/reply.ts';
import { commandCall, fileCall } from '#loadmaster/v1/request.ts';

/*
 * Files to and from a unit. They take minutes, so they do not take a turn with the other calls to the unit: a look at
 * it goes on meanwhile. For the same reason their time is not the session's.
 */

/** Sends a file and reads the reply to it. Throws LoadMasterError, or what the source threw. */
export const upload = (line: Line, command: string, params: CommandParams, file: ByteSource): Promise<void> =>
  transfer(line, command, async () => {
    const { transport, credentials, limits } = line;
    const call = fileCall(command, params, credentials, file);
    const reply = await transport.exchange(call, limits.transferMs);
    await noteRefusal(line, () => readReplyV1(reply));
  });

/** Fetches a file. Throws LoadMasterError, also when the unit answers with a reply instead, or what the sink threw. */
export const download = (line: Line, command: string, params: CommandParams, sink: ByteSink): Promise<void> =>
  transfer(line, command, async () => {
    const { transport, credentials, limits } = line;
    await transport.stream(
      commandCall(command, params, credentials),
      limits.transferMs,
      async (status, body) => {
        const { isReply, all } = await sniff(status, body);
        if (!isReply) {
          await line.lockOut.accepted(line.unitKey);
          return pour(all, sink, limits.downloadBytes);
        }
        const reply = { status, body: await readBody(all, limits.replyBytes) };
        await noteRefusal(line, () => readReplyV1(reply));
        // "Done" and nothing to show for it.
        throw new LoadMasterError('garbage');
      },
    );
  });

const transfer = async (line: Line, command: string, work: () => Promise<void>): Promise<void> => {
  const startedAt = line.clock.now();
  try {
    await naming(line, command, async () => {
      await admit(line, line.limits.transferMs);
      await work();
    });
  } catch (error) {
    throw isCallerFailure(error) ? error.cause : error;
  } finally {
    line.deadlineAt += line.clock.now() - startedAt;
  }
};

const pour = async (body: AsyncIterable<Buffer>, sink: ByteSink, mostBytes: number): Promise<void> => {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) throw new LoadMasterError('too-large');
    try {
      await sink(chunk);
    } catch (cause) {
      throw new CallerFailure(cause);
    }
  }
  if (size === 0) throw new LoadMasterError('garbage');
};

/** The start of a v1 reply; units send failures with any content type, and under HTTP 200. */
const REPLY = /^\s*<(\?xml|Response|html)/i;
const SNIFFED_BYTES = 64;

interface Sniffed {
  readonly isReply: boolean;
  /** The body from its first byte on. */
  readonly all: AsyncIterable<Buffer>;
}

const sniff = async (status: number, body: AsyncIterable<Buffer>): Promise<Sniffed> => {
  const iterator = body[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < SNIFFED_BYTES) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  const isFile = status >= 200 && status < 300 && !REPLY.test(head.toString('latin1'));
  return { isReply: !isFile, all: joined(head, iterator) };
};

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* { [Symbol.asyncIterator]: () => rest };
}
