import type { Incident } from '#domain/firmware/operation.ts';

const WORDS: Readonly<Record<Incident['what'], string>> = {
  failover: 'the roles changed by themselves',
  'job-repeated': 'a job had to be done again',
  'reboot-repeated': 'it had to be told to reboot again',
  resumed: 'somebody resumed it after it had halted',
  'interrupted-by-drain': 'an urgent drain put an end to it',
  'mixed-too-long': 'its units ran different firmware for too long',
};

/** What the plan did not foresee, as words; the unit in front where it was one's. */
export const incidentWords = ({ what, unit }: Incident): string =>
  unit === undefined ? WORDS[what] : `${unit}: ${WORDS[what]}`;
