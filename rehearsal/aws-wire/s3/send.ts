import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ObjectBody } from '#rehearsal/aws-wire/s3/object.ts';
import type { S3Served } from '#rehearsal/aws-wire/s3/serve.ts';

/** The first `limit` bytes. Throws where there are more or fewer in all than there should be. */
async function* beginningOf(body: ObjectBody, limit: number): AsyncGenerator<Buffer> {
  const { size } = body;
  let taken = 0;
  for await (const chunk of body.open()) {
    if (taken + chunk.length > size) throw new RangeError(`an object of ${size} bytes has more`);
    const piece = chunk.subarray(0, limit - taken);
    taken += piece.length;
    yield piece;
    if (taken === limit) return;
  }
  if (taken < size) throw new RangeError(`an object of ${size} bytes has only ${taken}`);
}

/** Sends an answer, its body as fast as it is taken. Rejects where a body is not what it should be. */
export const send = async (outgoing: ServerResponse, requestId: string, served: S3Served): Promise<void> => {
  if (served === undefined || outgoing.destroyed) {
    outgoing.destroy();
    return;
  }
  const { answer, cutAfterBytes } = served;
  const { status, headers, content } = answer;
  outgoing.writeHead(status, {
    'x-amz-request-id': requestId,
    ...(status !== 204 && { 'Content-Length': content?.size ?? 0 }),
    ...headers,
  });
  if (content === undefined || outgoing.req.method === 'HEAD') {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  const isCut = cutAfterBytes < content.size;
  await pipeline(beginningOf(content, cutAfterBytes), outgoing, { end: !isCut });
  // After what is on its way: the client is to see where the body ends.
  if (isCut) outgoing.socket?.destroySoon();
};
