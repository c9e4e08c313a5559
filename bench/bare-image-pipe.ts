import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ImageSourceMessage } from './image-upload-source.ts';
import type { ImageUnitMessage } from './image-upload-unit.ts';

/** The simulators ask who signed and do not verify it. */
const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIDBENCH/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=00',
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
};

/** A script's way to install an image: one request piped into the other, whoever answers, and the reply as it is. */
export const pipeImage = async (
  { endpoint, bucket, key }: ImageSourceMessage,
  unit: ImageUnitMessage,
): Promise<void> => {
  const [source]: [IncomingMessage] = (await once(
    get(`${endpoint}/${bucket}/${key}`, { headers: SIGNED }),
    'response',
  )) as [IncomingMessage];
  const sink = request(`${unit.endpoint.management}/access/installpatch?confirm=yes`, {
    method: 'POST',
    rejectUnauthorized: false,
    auth: `${unit.user}:${unit.password}`,
    headers: { 'Content-Length': source.headers['content-length'] },
  });
  const answered = once(sink, 'response') as Promise<[IncomingMessage]>;
  await pipeline(source, sink);
  const [reply] = await answered;
  const said = await text(reply);
  if (!said.includes('code="ok"')) throw new Error(`the unit says: ${said}`);
};
