import { describe, expect, it } from 'vitest';
import { linkBetween } from '#rehearsal/load-master/partner/partner-link.ts';
import { type ManagedPair, makeManagedPair, SECRET } from '../managed-pair.ts';

const OLD = '7.2.54.9.22500.RELEASE';
const NEW = '7.2.54.10.22600.RELEASE';

const both = ({ first, second }: ManagedPair): readonly string[] => [
  linkBetween(first.management, second.management),
  linkBetween(second.management, first.management),
];

describe('the partner secret', () => {
  it.each([
    { version: NEW, secrets: { first: SECRET, second: SECRET }, link: 'linked' },
    { version: NEW, secrets: { first: SECRET, second: `${SECRET}!` }, link: 'unauthorized' },
    { version: NEW, secrets: { first: SECRET }, link: 'unauthorized' },
    { version: NEW, secrets: {}, link: 'unauthorized' },
    { version: OLD, secrets: {}, link: 'linked' },
    { version: OLD, secrets: { first: SECRET }, link: 'linked' },
  ])('$version with $secrets → $link', ({ version, secrets, link }) => {
    expect(both(makeManagedPair({ version, secrets }))).toEqual([link, link]);
  });

  it('is wanted from both as soon as one is new enough', () => {
    const managed = makeManagedPair({ version: OLD, secrets: {} });
    managed.pair.second.firmware.stage({ version: NEW });
    managed.pair.second.reboot();
    managed.pair.pass(60);
    expect(both(managed)).toEqual(['unauthorized', 'unauthorized']);
  });

  it('is set by setlmcommsecret', () => {
    const managed = makeManagedPair({ secrets: { first: SECRET } });
    expect(managed.second.call('setlmcommsecret', { secret: SECRET }).kind).toBe('done');
    expect(both(managed)).toEqual(['linked', 'linked']);
  });

  it.each([
    { secret: '1234567', kind: 'failed' },
    { secret: '12345678', kind: 'done' },
    { secret: 'x'.repeat(127), kind: 'done' },
    { secret: 'x'.repeat(128), kind: 'failed' },
    { secret: 'with a space', kind: 'failed' },
  ])('$secret: $kind', ({ secret, kind }) => {
    expect(makeManagedPair().first.call('setlmcommsecret', { secret }).kind).toBe(kind);
  });

  it('cannot be read', () => {
    const { first } = makeManagedPair();
    expect(JSON.stringify(first.read('getall'))).not.toContain(SECRET);
  });

  it('is not known to older firmware', () => {
    const { first } = makeManagedPair({ version: OLD });
    expect(() => first.call('setlmcommsecret', { secret: SECRET })).toThrow('unknown-command');
    expect(first.read('listapi').commands).not.toContain('setlmcommsecret');
  });
});

describe('partners', () => {
  it.each([
    { what: 'as they were made', change: () => undefined, link: 'linked' },
    {
      what: 'one that knows another partner',
      change: ({ pair }: ManagedPair) => pair.second.configureHa({ partner: '10.0.1.99' }),
      link: 'strangers',
    },
    {
      what: 'two of the same mode',
      change: ({ pair }: ManagedPair) => pair.second.configureHa({ mode: 'first' }),
      link: 'same-mode',
    },
    {
      what: 'one without HA',
      change: ({ pair }: ManagedPair) => pair.first.configureHa({ mode: 'single' }),
      link: 'same-mode',
    },
    { what: 'one that is off', change: ({ pair }: ManagedPair) => pair.first.powerOff(), link: 'down' },
    {
      what: 'one whose port 6973 is closed',
      change: ({ second }: ManagedPair) => second.management.setSyncPortOpen(false),
      link: 'down',
    },
    {
      what: 'one whose port 6973 is open again',
      change: ({ first }: ManagedPair) => {
        first.management.setSyncPortOpen(false);
        first.management.setSyncPortOpen(true);
      },
      link: 'linked',
    },
    { what: 'one that hangs', change: ({ pair }: ManagedPair) => pair.second.hang(), link: 'down' },
  ])('$what: $link', ({ change, link }) => {
    const managed = makeManagedPair();
    change(managed);
    expect(both(managed)).toEqual([link, link]);
  });
});
