import * as z from 'zod/mini';

const INSTANCE_ID = /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

export const isInstanceId = (text: string): boolean => INSTANCE_ID.test(text);

/** `i-` and 8 or 17 hex digits. @see EC2 User Guide, Resource IDs */
export const instanceId = z.string().check(z.regex(INSTANCE_ID));
