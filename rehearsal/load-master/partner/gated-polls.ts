import type { LinkState } from '#rehearsal/load-master/partner/partner-link.ts';
import type { Probe } from '#rehearsal/network.ts';

/** How the partners' polls fare where a unit takes no answer from a partner that it does not connect to. */
export const gatePolls =
  (probe: Probe, link: () => LinkState): Probe =>
  (target, done) =>
    probe(target, (answer) => done(link() === 'unauthorized' ? { kind: 'refused' } : answer));
