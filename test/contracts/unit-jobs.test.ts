import { describe, expect, it } from 'vitest';
import { jobRequest } from '#contracts/unit-jobs.ts';

const IMAGE = { key: 'images/7.2.61.1.24109.RELEASE-64bit.patch', sha256: 'ab'.repeat(32) };
const UNIT_JOB = { kind: 'unit-job', pairId: 'dublin-1', unit: 'first', jobId: 'rollout-1/dublin-1/first/1' };
const INSTALL = { kind: 'install', image: IMAGE, target: '7.2.61.1' };
const install = (change: object) => ({ ...UNIT_JOB, job: { ...INSTALL, ...change } });
const withImage = (change: object) => ({ kind: 'check-image', image: { ...IMAGE, ...change } });

const addresses = (count: number) =>
  Array.from({ length: count }, (_, nth) => `10.8.${nth >> 8}.${nth & 255}`);
const geo = (lists: object) => ({ ...UNIT_JOB, job: { kind: 'set-geo-lists', lists } });

describe('a request for a job', () => {
  it.each([
    geo({ access: ['10.0.1.5'], partners: ['10.9.0.1', '2001:db8::1'] }),
    geo({ access: ['10.0.1.5'] }),
    geo({ partners: [] }),
    geo({}),
    { ...geo({ access: addresses(512), partners: addresses(512) }), pairId: 'solo-1', unit: 'standalone' },
    { ...UNIT_JOB, job: { kind: 'backup' } },
    { ...UNIT_JOB, job: INSTALL },
    { ...UNIT_JOB, job: { kind: 'restore-previous', target: '7.2.58.0.21623.RELEASE' } },
    { ...UNIT_JOB, job: { kind: 'set-partner-secret' } },
    { ...UNIT_JOB, jobId: 'x'.repeat(200), job: { kind: 'backup' } },
    { kind: 'check-image', image: IMAGE },
    withImage({ key: `images/${'x'.repeat(900)}` }),
  ])('is taken as it is: %j', (request) => {
    expect(jobRequest.parse(request)).toEqual(request);
  });

  it.each([
    { what: 'another kind', request: { kind: 'unit-jobs', image: IMAGE } },
    { what: 'another job', request: { ...UNIT_JOB, job: { kind: 'factory-reset' } } },
    { what: 'an address', request: { ...UNIT_JOB, job: { kind: 'backup' }, management: 'https://10.9.9.9' } },
    { what: 'a job with more', request: { ...UNIT_JOB, job: { kind: 'backup', key: 'images/x' } } },
    { what: 'a secret', request: { ...UNIT_JOB, job: { kind: 'set-partner-secret', secret: 'Zx9-geheim' } } },
    { what: 'a key of the table', request: { ...UNIT_JOB, pairId: 'a#b', job: { kind: 'backup' } } },
    { what: 'a third unit', request: { ...UNIT_JOB, unit: 'third', job: { kind: 'backup' } } },
    { what: 'nobody with access', request: geo({ access: [] }) },
    { what: 'more access than any unit gives', request: geo({ access: addresses(513) }) },
    { what: 'more partners than any unit takes', request: geo({ partners: addresses(513) }) },
    { what: 'a host name as an address', request: geo({ access: ['lm.example.com'] }) },
    { what: 'a list as one text', request: geo({ partners: '10.9.0.1,10.8.0.1' }) },
    { what: 'two addresses in one', request: geo({ partners: ['10.9.0.1,10.8.0.1'] }) },
    { what: 'a network as an address', request: geo({ partners: ['10.9.0.0/24'] }) },
    { what: 'a third list', request: geo({ access: ['10.0.1.5'], clusters: [] }) },
    { what: 'no lists', request: { ...UNIT_JOB, job: { kind: 'set-geo-lists' } } },
    { what: 'no id', request: { ...UNIT_JOB, jobId: '', job: { kind: 'backup' } } },
    { what: 'a long id', request: { ...UNIT_JOB, jobId: 'x'.repeat(201), job: { kind: 'backup' } } },
    { what: 'an id with a line break', request: { ...UNIT_JOB, jobId: 'a\nb', job: { kind: 'backup' } } },
    { what: 'a target that is no version', request: install({ target: 'latest' }) },
    { what: 'a long target', request: install({ target: `7.2.61.1.${'a'.repeat(60)}.RELEASE` }) },
    { what: 'a floor to ignore', request: install({ force: true }) },
    { what: 'another bucket', request: withImage({ bucket: 'other' }) },
    { what: 'a backup as its image', request: withImage({ key: 'backups/x' }) },
    { what: 'a key that is too long', request: withImage({ key: `images/${'x'.repeat(901)}` }) },
    { what: 'a key with a space', request: withImage({ key: 'images/a b' }) },
    { what: 'a checksum in upper case', request: withImage({ sha256: 'AB'.repeat(32) }) },
    { what: 'nothing', request: undefined },
  ])('is refused with $what', ({ request }) => {
    expect(jobRequest.safeParse(request).success).toBe(false);
  });
});
