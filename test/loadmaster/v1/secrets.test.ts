import type { IncomingMessage } from 'node:http';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import type { Serve } from '../raw-unit.ts';
import { API_KEY, keyCredentials, PASSWORD, passwordCredentials } from '../scripted-unit.ts';
import { useTransferWorld } from './transfer-world.ts';

const world = useTransferWorld();

const echo = ({ url, headers }: IncomingMessage): string =>
  [url, headers.authorization, API_KEY, PASSWORD].join(' ');
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** What a URL and a header carried, thrown back in every way there is. */
const SCRIPTS: readonly Serve[] = [
  (request, response) =>
    void response
      .writeHead(422)
      .end(`<Response stat="422" code="fail"><Error>${escaped(echo(request))}</Error></Response>`),
  (request, response) => void response.writeHead(401).end(echo(request)),
  (request, response) => void response.end(echo(request)),
  (request) => void request.socket.end(`${echo(request)}\r\n\r\n`),
  (request) => void request.socket.end(`HTTP/1.1 200 OK\r\n${echo(request)}\r\n\r\n`),
  (request, response) =>
    void response.end(
      `<Response stat="200"><Success><Data><hastatus><x>${escaped(echo(request))}</x></hastatus></Data></Success></Response>`,
    ),
  (request) => void request.socket.destroy(),
];

it.each([passwordCredentials, keyCredentials])(
  'credentials of kind $kind are in no error of v1, however printed',
  async (credentials) => {
    const secret = credentials.kind === 'api-key' ? API_KEY : PASSWORD;
    const spellings = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
      Buffer.from(`understudy:${secret}`).toString('base64'),
    ];
    for (const script of SCRIPTS) {
      world.unit.serve = script;
      const error: unknown = await world
        .inSession(getHaStatus, credentials, 'v1')
        .catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(LoadMasterError);
      if (!(error instanceof LoadMasterError)) continue;
      const printed = [
        inspect(error, { depth: 20, showHidden: true }),
        JSON.stringify(error),
        String(error.stack),
      ].join('\n');
      for (const spelling of spellings) expect(printed).not.toContain(spelling);
    }
  },
);
