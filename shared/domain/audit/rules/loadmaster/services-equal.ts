import { differingServices } from '#domain/audit/differing-services.ts';
import { fewWords } from '#domain/audit/few-words.ts';
import { judgeBoth } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

export const servicesEqual: Rule = {
  id: 'services-equal',
  side: 'loadmaster',
  severity: 'high',
  title: 'Both units have the same virtual services, each at its own addresses',
  why: 'Clients of a service that the standby lacks, or has otherwise, find it gone or changed after a take-over.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 4' },
    { words: 'High Availability (HA), Feature Description, section 4 (Sync)' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.6.1' },
  ],
  remedy:
    'units synchronise within two minutes, from the active one: if it lasts, see that TCP 6973 is open between them and that both have one Partner Shared Secret (Certificates & Security > Remote Access); then save the service on the active unit again (Virtual Services > View/Modify Services > Modify)',
  check: (snapshot) =>
    judgeBoth(snapshot, (said) => {
      const differing = differingServices(snapshot.pair, said);
      if (differing.length === 0) return undefined;
      return { seen: fewWords(differing), expected: 'the same virtual services on both units' };
    }),
};
