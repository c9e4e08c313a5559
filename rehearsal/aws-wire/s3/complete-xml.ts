import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';

/** Room for 10,000 parts with a checksum each. */
const LARGEST_BYTES = 4 * 1024 * 1024;

/** A part as whoever completes an upload names it. */
export interface NamedPart {
  readonly partNumber: number;
  /** Without its quotes. */
  readonly etag: string;
}

/** Part numbers as text: the parser would take `1e3` for a number, too. */
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Part' });

/** Other elements of a part are its checksums, which were compared when it came. */
const document = z.looseObject({
  CompleteMultipartUpload: z.looseObject({
    Part: z.array(
      z.looseObject({ PartNumber: z.string().regex(/^\d{1,5}$/), ETag: z.string() }).transform(
        ({ PartNumber, ETag }): NamedPart => ({
          partNumber: Number(PartNumber),
          etag: ETag.replaceAll('"', ''),
        }),
      ),
    ),
  }),
});

const read = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_BYTES) throw refusal('MaxMessageLengthExceeded');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parse = (xml: string): unknown => {
  // Document types are no part of the schema, and what they define is not to be expanded.
  if (/<!doctype|<!entity/i.test(xml)) return undefined;
  try {
    return parser.parse(xml, true);
  } catch {
    // Its only errors are about the document, and it has no class of its own for them.
    return undefined;
  }
};

/** The parts that the body of a CompleteMultipartUpload names. Throws MalformedXML or MaxMessageLengthExceeded. */
export const namedParts = async (body: AsyncIterable<Buffer>): Promise<readonly NamedPart[]> => {
  const { success, data } = document.safeParse(parse(await read(body)));
  if (!success) throw refusal('MalformedXML');
  return data.CompleteMultipartUpload.Part;
};
