import { describe, expect, it } from 'vitest';
import { makeManaged } from './managed-unit.ts';

const commandsOf = (entries: readonly { readonly command: string }[]) =>
  entries.map(({ command }) => command);

describe('the write log', () => {
  it('has every call that was to change something, refused ones included, and no other', () => {
    const { pair, management, reply } = makeManaged();
    const at = pair.scheduler.now();
    reply('get', { param: 'geoclients' });
    reply('getall');
    reply('backup');
    reply('set', { param: 'GeoClients', value: '10.0.0.1' });
    reply('set', { param: 'geopartners', value: 'no address' });
    reply('addcluster', { name: 'a' });
    reply('awshaparam', { haprefered: '0' });
    expect(management.writeLog.entries()).toEqual([
      { at, command: 'set', setting: 'geoclients', taken: true },
      { at, command: 'set', setting: 'geopartners', taken: false },
      { at, command: 'addcluster', taken: false },
      { at, command: 'awshaparam', taken: true },
    ]);
  });

  it('tells writes of configuration from reboots, and can be read from a time on', () => {
    const { pair, management, reply } = makeManaged();
    reply('set', { param: 'hostname', value: 'a' });
    pair.scheduler.advance(1_000);
    const later = pair.scheduler.now();
    reply('set', { param: 'hostname', value: 'b' });
    reply('reboot');
    expect(commandsOf(management.writeLog.entries(later))).toEqual(['set', 'reboot']);
    expect(commandsOf(management.writeLog.configurationWrites())).toEqual(['set', 'set']);
    expect(commandsOf(management.writeLog.configurationWrites(later))).toEqual(['set']);
  });
});

describe('the boots of a unit', () => {
  it('are the times at which it came up again', () => {
    const { pair } = makeManaged();
    const { first, scheduler } = pair;
    expect(first.boots()).toEqual([]);
    first.reboot();
    scheduler.advance(61_000);
    const firstBoot = first.bootedAt();
    first.powerOff();
    scheduler.advance(1_000);
    first.powerOn();
    scheduler.advance(61_000);
    expect(first.boots()).toEqual([firstBoot, first.bootedAt()]);
    expect(first.boots(firstBoot + 1)).toEqual([first.bootedAt()]);
  });
});
