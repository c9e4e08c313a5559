import { expect, it } from 'vitest';
import type { Incident } from '#domain/firmware/operation.ts';
import { upgradeIn } from '../../../docs/state-firmware-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { halted, opAfter, operator } from './change-samples.ts';

/** At this look the first unit serves; it was the second when the change stopped. */
const stoppedBy = (what: Incident['what']) =>
  halted(upgradeIn('installing', { servedBy: 'second', incidents: [{ at: NOW - 1, what }] }));

it.each<{ what: Incident['what']; incidents: readonly Incident['what'][] }>([
  { what: 'interrupted-by-drain', incidents: ['interrupted-by-drain', 'resumed'] },
  { what: 'job-repeated', incidents: ['job-repeated', 'resumed', 'failover'] },
])('a role that has moved meanwhile, after $what, is told as $incidents', ({ what, incidents }) => {
  const op = opAfter({ state: stoppedBy(what), input: operator('resume') });
  expect(op.incidents.map((incident) => incident.what)).toEqual(incidents);
  expect(op.servedBy).toBe('first');
  expect(op.roleChanges).toBe(1);
});
