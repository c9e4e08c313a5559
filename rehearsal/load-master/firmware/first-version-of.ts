import { type FirstVersion, hasFeature } from '#rehearsal/load-master/firmware/version.ts';

/** From here on partners want the same secret. @see Updating the LoadMaster Software, "Set the Partner Shared Secret" */
export const FIRST_WITH_PARTNER_SECRET: FirstVersion = { ltsf: '7.2.54.10', ga: '7.2.59.4' };

/** Commands that came with a version; the others are as old as the oldest unit here. */
const FIRST_VERSION_OF: Readonly<Record<string, FirstVersion>> = {
  setlmcommsecret: FIRST_WITH_PARTNER_SECRET,
};

/** Whether firmware of this version has the command: it calls any other unknown. */
export const knowsCommand = (version: string, command: string): boolean => {
  const first = Object.hasOwn(FIRST_VERSION_OF, command) ? FIRST_VERSION_OF[command] : undefined;
  return first === undefined || hasFeature(version, first);
};
