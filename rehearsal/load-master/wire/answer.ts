import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DurationMs } from '#domain/time.ts';
import type { Done } from '#rehearsal/load-master/api/reply.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';

/** An answer of the management API, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  /** Only on 401. */
  readonly challenge?: string;
  /** Of a download. */
  readonly fileName?: string;
  /** It is sent after this. */
  readonly takesMs?: DurationMs;
  /** What the unit does once the answer is on its way. */
  readonly afterwards?: () => void;
}

/** The answer to a command that was carried out, at its time and with its consequences. */
export const answerOf = ({ takesMs, afterwards }: Done, answer: Answer): Answer => ({
  ...answer,
  ...(takesMs === undefined ? {} : { takesMs }),
  ...(afterwards === undefined ? {} : { afterwards }),
});

/** A page for browsers, as the unit's web server sends it; without a title no body at all. */
export const html = (status: number, title?: string): Answer => ({
  status,
  contentType: 'text/html',
  body: Buffer.from(
    title === undefined ? '' : `<html><head><title>${status} ${title}</title></head></html>\n`,
  ),
});

/** What both interfaces send while the API is switched off. */
export const apiDisabled = ({ disabledApiBody }: UnitBehaviour): Answer =>
  disabledApiBody === 'html' ? html(404, 'Not Found') : html(404);

/**
 * A line of a system command's output among the headers, here with the control characters of a terminal: a strict
 * parser refuses the answer, a lenient one reads on.
 */
const DIRTY_HEADER = 'SIOCSIFMTU: \u001b[31mInvalid argument\u001b[0m';

/** Sends it chunked, as units do. */
export const send = (response: ServerResponse, answer: Answer): void => {
  if (answer.afterwards !== undefined) response.on('finish', answer.afterwards);
  response.writeHead(answer.status, headers(answer));
  response.write(answer.body);
  response.end();
};

/** The same with the dirty line, which Node's own server refuses to write: by hand, and the connection ends. */
export const sendDirty = (request: IncomingMessage, answer: Answer): void => {
  const lines = [
    `HTTP/1.1 ${answer.status} ${answer.status < 400 ? 'OK' : 'Error'}`,
    DIRTY_HEADER,
    ...Object.entries(headers(answer)).map(([name, value]) => `${name}: ${value}`),
    'Transfer-Encoding: chunked',
    'Connection: close',
  ];
  request.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  if (answer.body.length > 0) {
    request.socket.write(`${answer.body.length.toString(16)}\r\n`);
    request.socket.write(answer.body);
    request.socket.write('\r\n');
  }
  request.socket.end('0\r\n\r\n', answer.afterwards);
};

const headers = ({ contentType, challenge, fileName }: Answer): Record<string, string> => ({
  'Content-Type': contentType,
  ...(fileName === undefined ? {} : { 'Content-Disposition': `inline; filename=${fileName}` }),
  ...(challenge === undefined ? {} : { 'WWW-Authenticate': challenge }),
});
