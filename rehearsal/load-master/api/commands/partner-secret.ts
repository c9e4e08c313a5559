import { type Commands, changesUnit } from '#rehearsal/load-master/api/command.ts';
import { done, missing, refused } from '#rehearsal/load-master/api/reply.ts';

/** The documents speak of a restricted set of characters without naming it: here everything visible in ASCII. */
const SECRET = /^[\x21-\x7e]{8,127}$/;

/** There is no command that reads it. @see LoadMaster API v2 documentation, `setlmcommsecret` */
export const PARTNER_SECRET_COMMANDS: Commands = {
  setlmcommsecret: changesUnit((call, { setPartnerSecret }) => {
    const secret = call.parameters.get('secret');
    if (secret === undefined) return missing('secret');
    if (!SECRET.test(secret)) return refused('Invalid secret');
    setPartnerSecret(secret);
    return done();
  }),
};
