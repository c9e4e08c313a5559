import {
  type CommandCall,
  type CommandContext,
  type Commands,
  changesUnit,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import { data, done, missing, type Reply, refused } from '#rehearsal/load-master/api/reply.ts';

/** The caller's own keys, unless `user` names somebody else. */
const owner = (call: CommandCall): string => call.parameters.get('user') ?? call.user;

const list = (call: CommandCall, { accounts }: CommandContext): Reply => {
  const keys = accounts.keysOf(owner(call));
  return keys === undefined ? refused('Unknown user') : data({ apikeys: [...keys] });
};

/** @see RESTful API interface description, "API keys" */
export const API_KEY_COMMANDS: Commands = {
  /** Answers with the whole list: a caller finds the new key by comparing. */
  addapikey: changesUnit((call, context) => {
    context.accounts.addKey(owner(call));
    return list(call, context);
  }),
  listapikeys: { ...reads(list), isPrivileged: true },
  delapikey: changesUnit((call, { accounts }) => {
    const key = call.parameters.get('key');
    if (key === undefined) return missing('key');
    return accounts.deleteKey(owner(call), key) ? done() : refused('Unknown API key');
  }),
};
