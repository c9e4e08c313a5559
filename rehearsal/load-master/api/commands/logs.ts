import { type Commands, reads } from '#rehearsal/load-master/api/command.ts';

/** How `df` writes the disk of a unit that has logged little. */
const DISK_FREE = `Filesystem           1K-blocks      Used Available Use% Mounted on
/dev/root               262144    201352     60792  77% /
/dev/sda6              7539304     20972   7518332   0% /var/log
`;

/** Diagnostics are downloads. @see RESTful API interface description, "Logging Options" */
export const LOG_COMMANDS: Commands = {
  'logging.df': reads(() => ({ kind: 'file', name: 'df', content: Buffer.from(DISK_FREE) })),
};
