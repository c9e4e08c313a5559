import { escapeXml, xmlElement } from '#rehearsal/aws-wire/protocol/xml-output.ts';
import type { ObjectBody } from '#rehearsal/aws-wire/s3/object.ts';
import type { CloudError } from '#rehearsal/cloud/cloud-error.ts';

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The answer to a HEAD has one too, whose size is told and whose bytes are not sent. */
  readonly content?: ObjectBody;
}

const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const XMLNS = 'http://s3.amazonaws.com/doc/2006-03-01/';

export type Element = readonly [name: string, value: string | number | boolean];

/** Elements one behind the other, in the order of the API Reference. */
export const xmlText = (elements: readonly Element[]): string =>
  elements.map(([name, value]) => xmlElement(name, escapeXml(String(value)))).join('');

const xmlContent = (xml: string): Pick<Required<S3Answer>, 'content'> => {
  const bytes = Buffer.from(XML_DECLARATION + xml);
  return {
    content: {
      size: bytes.length,
      open: async function* () {
        yield bytes;
      },
    },
  };
};

const XML_TYPE = { 'Content-Type': 'application/xml' };

/** 200 with the document `root`, whose content is XML already. */
export const xmlAnswer = (
  root: string,
  content: string,
  headers: Readonly<Record<string, string>> = {},
): S3Answer => ({
  status: 200,
  headers: { ...XML_TYPE, ...headers },
  ...xmlContent(xmlElement(root, content, XMLNS)),
});

export const emptyAnswer = (status: 200 | 204, headers: Readonly<Record<string, string>> = {}): S3Answer => ({
  status,
  headers,
});

/** @see Amazon S3 API Reference, REST error responses */
export const errorAnswer = (
  { code, message, httpStatus }: CloudError,
  { path, requestId }: { readonly path: string; readonly requestId: string },
): S3Answer => {
  const elements: readonly Element[] = [
    ['Code', code],
    ['Message', message],
    ['Resource', path],
    ['RequestId', requestId],
  ];
  return { status: httpStatus, headers: XML_TYPE, ...xmlContent(xmlElement('Error', xmlText(elements))) };
};
