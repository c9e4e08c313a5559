import type { Api } from '#loadmaster/api.ts';
import { credentialFields } from '#loadmaster/credentials.ts';
import { readReply } from '#loadmaster/reply.ts';

/** One JSON object with `cmd`, the credentials and the parameters side by side. @see RESTful API, section 2.2 */
export const apiV2: Api = {
  request: (command, params, credentials) => ({
    method: 'POST',
    path: '/accessv2',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...params, cmd: command, ...credentialFields(credentials) }),
  }),
  readReply,
};
