import type { Api } from '#loadmaster/api.ts';
import { readReplyV1 } from '#loadmaster/v1/reply.ts';
import { commandCall } from '#loadmaster/v1/request.ts';

/** `/access/<command>?<parameters>`, answered in XML. @see LoadMaster Interface Description, RESTful API, section 2.1 */
export const apiV1: Api = { request: commandCall, readReply: readReplyV1 };
