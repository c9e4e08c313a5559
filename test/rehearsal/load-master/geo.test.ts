import { describe, expect, it } from 'vitest';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { DONE, makeManaged } from './managed-unit.ts';

const NO_DATA = { kind: 'failed', code: 422, message: 'No geo data found' };

describe('GEO as a whole', () => {
  it('is off until it is switched on', () => {
    const { reply, v2 } = makeManaged();
    expect(v2('isgeoenabled')).toEqual({ Data: 'GEO is disabled' });
    expect(reply('enablegeo')).toEqual(DONE);
    expect(v2('isgeoenabled')).toEqual({ Data: 'GEO is enabled' });
    expect(reply('isgeoenabled')).toMatchObject({ v1: { '#text': 'GEO is enabled' } });
    reply('disablegeo');
    expect(v2('isgeoenabled')).toEqual({ Data: 'GEO is disabled' });
  });

  it('geostats lists the names and their addresses', () => {
    const { pair, reply, v2 } = makeManaged();
    pair.pass(60);
    reply('addfqdn', { fqdn: 'www.example.com' });
    reply('addmap', { fqdn: 'www.example.com', ip: '10.9.9.9' });
    expect(v2('geostats')).toEqual({
      GSLBServiceStatus: {
        BootTime: 'Thu, 16 Oct 25 09:06:27 UTC',
        LastConfiguration: 'Thu, 16 Oct 25 09:07:27 UTC',
      },
      FQDNStatistics: { FQDN: [{ fqdn: 'www.example.com.', Map: [{ addr: '10.9.9.9', rps: 0, total: 0 }] }] },
    });
  });
});

describe.each(['geoclients', 'geopartners'])('%s', (param) => {
  const THREE = '10.0.1.5 10.9.9.9,10.9.9.10';

  it.each([
    { partnerListSeparator: 'comma', read: '10.0.1.5,10.9.9.9,10.9.9.10' },
    { partnerListSeparator: 'space', read: '10.0.1.5 10.9.9.9 10.9.9.10' },
  ] as const)('reads with a $partnerListSeparator', ({ partnerListSeparator, read }) => {
    const { reply, v2 } = makeManaged('first', { partnerListSeparator });
    expect(reply('set', { param, value: THREE })).toEqual(DONE);
    expect(v2('get', { param })).toEqual({ [param]: read });
    expect(v2('getall')).toMatchObject({ [param]: read });
  });

  it('is not there until it is set, and after it is emptied', () => {
    const { reply, v2 } = makeManaged();
    expect(v2('getall')).not.toHaveProperty(param);
    reply('set', { param, value: THREE });
    reply('set', { param, value: '' });
    expect(v2('getall')).not.toHaveProperty(param);
    expect(v2('get', { param })).toEqual({ [param]: '' });
  });

  it.each([
    { count: 64, kind: 'done' },
    { count: 65, kind: 'failed' },
  ])('takes 64 addresses: $count $kind', ({ count, kind }) => {
    const value = Array.from({ length: count }, (_, index) => `10.1.1.${index + 1}`).join(',');
    const answer = makeManaged().reply('set', { param, value });
    expect(answer.kind).toBe(kind);
    if (answer.kind === 'failed') expect(answer.message).toBe('Too many IP addresses already specified');
  });

  it('takes addresses alone', () => {
    const answer = makeManaged().reply('set', { param, value: '10.1.1.1,lb.example' });
    expect(answer).toMatchObject({ kind: 'failed', code: 422, message: 'Invalid address' });
  });
});

describe('the settings for other GEO units', () => {
  const SETTINGS = {
    geoclients: '10.9.9.9',
    geopartners: '10.9.9.9',
    geosshport: '2222',
    geo_ssh_iface: '1',
  };

  it.each(Object.entries(SETTINGS))(
    '%s: on a unit that is active or unconnected, not on a standby',
    (param, value) => {
      expect(makeManaged('first').reply('set', { param, value })).toEqual(DONE);
      expect(makeManaged('second').reply('set', { param, value })).toMatchObject({
        kind: 'failed',
        code: 422,
      });
      const { pair, reply } = makeManaged('second');
      pair.second.reboot();
      pair.pass(60);
      expect(pair.second.role()).toBe('passive');
      expect(reply('set', { param, value })).toEqual(DONE);
    },
  );
});

describe('clusters', () => {
  const withClusters = (count: number, behaviour: Partial<UnitBehaviour> = {}) => {
    const managed = makeManaged('first', behaviour);
    for (let index = 1; index <= count; index++)
      managed.reply('addcluster', { ip: `10.9.9.${index}`, name: `site ${index}` });
    return managed;
  };
  const SITE_1 = {
    Index: '1',
    Status: 'Up',
    Name: 'site 1',
    ClusterVSAddress: [],
    IPAddress: '10.9.9.1',
    Checker: 'none',
    CheckerPort: '80',
    Type: 'default',
    Enable: 'Y',
    LocationLatitude: '0',
    LocationLongitude: '0',
  };

  it.each([
    { clusterListShape: 'object', one: SITE_1 },
    { clusterListShape: 'array', one: [SITE_1] },
  ] as const)('one is an $clusterListShape', ({ clusterListShape, one }) => {
    const { v2 } = withClusters(1, { clusterListShape });
    expect(v2('listclusters')).toEqual({ cluster: one });
    expect(v2('showcluster', { ip: '10.9.9.1' })).toEqual({ cluster: one });
    expect(v2('showcluster', { id: '10.9.9.1' })).toEqual({ cluster: one });
  });

  it('none are absent and two are a list', () => {
    expect(withClusters(0).v2('listclusters')).toEqual({});
    expect(withClusters(2).v2('listclusters')).toMatchObject({ cluster: [{ Index: '1' }, { Index: '2' }] });
  });

  it('are changed as asked, and no further', () => {
    const { reply, v2 } = withClusters(1);
    expect(reply('modcluster', { ip: '10.9.9.1', type: 'remoteLM', checker: 'tcp', enable: '0' })).toEqual(
      DONE,
    );
    expect(v2('listclusters')).toEqual({
      cluster: { ...SITE_1, Type: 'remoteLM', Checker: 'tcp', Enable: 'N', Status: 'Down' },
    });
  });

  it('are moved', () => {
    const { reply, v2 } = withClusters(1);
    const answer = reply('clustchangeloc', { ip: '10.9.9.1', latsecs: '194400', longsecs: '-18000' });
    expect(answer).toEqual({ kind: 'done', message: 'Cluster location updated' });
    expect(v2('listclusters')).toMatchObject({
      cluster: { LocationLatitude: '194400', LocationLongitude: '-18000' },
    });
  });

  it('are deleted; the next one has a new index', () => {
    const { reply, v2 } = withClusters(2);
    expect(reply('delcluster', { ip: '10.9.9.1' })).toEqual({ kind: 'done', message: 'Cluster deleted' });
    reply('addcluster', { ip: '10.9.9.3', name: 'site 3' });
    expect(v2('listclusters')).toMatchObject({ cluster: [{ Index: '2' }, { Index: '3' }] });
  });

  it.each([
    { command: 'addcluster', parameters: { name: 'x' }, expected: { kind: 'missing', parameter: 'ip' } },
    {
      command: 'addcluster',
      parameters: { ip: '10.9.9.2' },
      expected: { kind: 'missing', parameter: 'name' },
    },
    {
      command: 'addcluster',
      parameters: { ip: 'example', name: 'x' },
      expected: { message: 'Invalid address' },
    },
    { command: 'addcluster', parameters: { ip: '10.9.9.1', name: 'x' }, expected: { code: 422 } },
    { command: 'showcluster', parameters: { ip: '10.9.9.2' }, expected: NO_DATA },
    { command: 'modcluster', parameters: { ip: '10.9.9.2' }, expected: NO_DATA },
    { command: 'delcluster', parameters: { ip: '10.9.9.2' }, expected: NO_DATA },
    { command: 'delcluster', parameters: {}, expected: { kind: 'missing', parameter: 'ip' } },
    {
      command: 'modcluster',
      parameters: { ip: '10.9.9.1', type: 'other' },
      expected: { message: 'Unknown parameter value other' },
    },
    {
      command: 'clustchangeloc',
      parameters: { ip: '10.9.9.1', latsecs: '1' },
      expected: { kind: 'missing', parameter: 'longsecs' },
    },
  ])('$command with $parameters is refused', ({ command, parameters, expected }) => {
    const { reply, v2 } = withClusters(1);
    expect(reply(command, { ...parameters } as Record<string, string>)).toMatchObject(expected);
    expect(v2('listclusters')).toEqual({ cluster: SITE_1 });
  });
});

describe('names', () => {
  const WWW = 'www.example.com';
  const withName = (behaviour: Partial<UnitBehaviour> = {}) => {
    const managed = makeManaged('first', behaviour);
    managed.reply('addcluster', { ip: '10.9.9.1', name: 'site 1' });
    managed.reply('addfqdn', { fqdn: WWW });
    return managed;
  };

  it.each([WWW, `${WWW}.`])('%s is shown with a dot', (fqdn) => {
    const { v2 } = withName();
    expect(v2('showfqdn', { fqdn })).toMatchObject({
      fqdn: { FullyQualifiedDomainName: 'www.example.com.', SelectionCriteria: 'rr', failover: 'N' },
    });
  });

  it('are changed and deleted', () => {
    const { reply, v2 } = withName();
    expect(reply('modfqdn', { fqdn: WWW, SelectionCriteria: 'lb', FailTime: '10', failover: '1' })).toEqual(
      DONE,
    );
    expect(v2('listfqdns')).toMatchObject({
      fqdn: { SelectionCriteria: 'lb', FailTime: '10', failover: 'Y' },
    });
    expect(reply('delfqdn', { fqdn: WWW })).toEqual(DONE);
    expect(v2('listfqdns')).toEqual({});
  });

  it.each([
    { command: 'addfqdn', parameters: { fqdn: WWW }, expected: { code: 422 } },
    { command: 'addfqdn', parameters: { fqdn: 'no name' }, expected: { code: 422 } },
    { command: 'addfqdn', parameters: {}, expected: { kind: 'missing', parameter: 'fqdn' } },
    { command: 'showfqdn', parameters: { fqdn: 'WWW.example.com' }, expected: NO_DATA },
    { command: 'delfqdn', parameters: { fqdn: 'other.example.com' }, expected: NO_DATA },
    { command: 'modfqdn', parameters: { fqdn: WWW, FailTime: '1441' }, expected: { code: 422 } },
    { command: 'modfqdn', parameters: { fqdn: WWW, SelectionCriteria: 'best' }, expected: { code: 422 } },
  ])('$command with $parameters is refused', ({ command, parameters, expected }) => {
    expect(withName().reply(command, { ...parameters } as Record<string, string>)).toMatchObject(expected);
  });

  it.each(['object', 'array'] as const)('lead to addresses; one of them is an %s', (clusterListShape) => {
    const { reply, v2 } = withName({ clusterListShape });
    expect(reply('addmap', { fqdn: WWW, ip: '10.9.9.1', clust: '1' })).toEqual(DONE);
    reply('modmap', { fqdn: WWW, ip: '10.9.9.1', Checker: 'clust', Weight: '5', MapAddress: '1.2.3.4' });
    const map = {
      Status: 'Up',
      Index: '1',
      IPAddress: '10.9.9.1',
      Cluster: 'site 1',
      Checker: 'clust',
      CheckerPort: '80',
      Weight: '5',
      MappedAddress: '1.2.3.4',
      MappedPort: '0',
      Enable: 'Y',
    };
    const asList = clusterListShape === 'array';
    const fqdn = { FullyQualifiedDomainName: `${WWW}.`, Map: asList ? [map] : map };
    expect(v2('showfqdn', { fqdn: WWW })).toMatchObject({ fqdn: asList ? [fqdn] : fqdn });
    expect(reply('delmap', { fqdn: WWW, ip: '10.9.9.1' })).toEqual(DONE);
    expect(JSON.stringify(v2('showfqdn', { fqdn: WWW }))).not.toContain('"Map"');
  });

  it.each([
    { command: 'addmap', parameters: { ip: '10.9.9.9' }, expected: { code: 422 } },
    { command: 'addmap', parameters: { ip: 'x' }, expected: { message: 'Invalid address' } },
    { command: 'addmap', parameters: { ip: '10.9.9.8', clust: '7' }, expected: { code: 422 } },
    { command: 'addmap', parameters: {}, expected: { kind: 'missing', parameter: 'ip' } },
    { command: 'modmap', parameters: { ip: '10.9.9.8' }, expected: NO_DATA },
    { command: 'modmap', parameters: { ip: '10.9.9.9', Weight: '0' }, expected: { code: 422 } },
    { command: 'modmap', parameters: { ip: '10.9.9.9', Cluster: '7' }, expected: { code: 422 } },
    { command: 'delmap', parameters: { ip: '10.9.9.8' }, expected: NO_DATA },
  ])('$command with $parameters is refused', ({ command, parameters, expected }) => {
    const { reply } = withName();
    reply('addmap', { fqdn: WWW, ip: '10.9.9.9' });
    expect(reply(command, { fqdn: WWW, ...parameters } as Record<string, string>)).toMatchObject(expected);
  });

  it('lead to 64 addresses at most', () => {
    const { reply } = withName();
    for (let index = 1; index <= 64; index++) reply('addmap', { fqdn: WWW, ip: `10.8.8.${index}` });
    expect(reply('addmap', { fqdn: WWW, ip: '10.8.8.65' })).toMatchObject({
      message: 'Too many IP addresses already specified',
    });
  });
});
