import { describe, expect, it } from 'vitest';
import { DONE_V2, dataXml, makeBothWires, readXml, refusal } from './both-wires.ts';
import { NEWER_FIELDS_V2, SERVICE_V1, SERVICE_V2 } from './virtual-service-samples.ts';

const WEB = { vs: '192.168.1.239', port: '80', prot: 'tcp' };
const WEB_V1 = 'vs=192.168.1.222&port=80&prot=tcp';

const withWeb = (...options: Parameters<typeof makeBothWires>) => {
  const unit = makeBothWires(...options);
  unit.v2('addvs', { ...WEB, nickname: 'foo' });
  return unit;
};

describe('virtual services as the published samples show them', () => {
  it('v1: listvs puts each into an element', () => {
    const { v1 } = makeBothWires();
    v1(`addvs?${WEB_V1}&nickname=foo`);
    expect(readXml(v1('listvs').xml)).toEqual(dataXml(`<VS>${SERVICE_V1}</VS>`));
  });

  it.each(['addvs', 'showvs', 'modvs'])('v1: %s puts the fields side by side', (command) => {
    const { v1 } = makeBothWires();
    const added = v1(`addvs?${WEB_V1}&nickname=foo`);
    const { xml } = command === 'addvs' ? added : v1(`${command}?${WEB_V1}`);
    expect(readXml(xml)).toEqual(dataXml(SERVICE_V1));
  });

  it('v2: listvs', () => {
    expect(withWeb().v2('listvs').json).toEqual({
      code: 200,
      VS: [{ ...SERVICE_V2, ...NEWER_FIELDS_V2 }],
      status: 'ok',
    });
  });

  it.each(['showvs', 'modvs'])('v2: %s', (command) => {
    expect(withWeb().v2(command, WEB).json).toEqual({
      code: 200,
      ...SERVICE_V2,
      ...NEWER_FIELDS_V2,
      status: 'ok',
    });
  });

  it('none: no list at all', () => {
    const { v1, v2 } = makeBothWires();
    expect(v2('listvs').json).toEqual({ code: 200, status: 'ok' });
    expect(readXml(v1('listvs').xml)).toEqual(dataXml(''));
  });

  it.each([
    { singleElementLists: 'array', isArray: true },
    { singleElementLists: 'object', isArray: false },
  ] as const)('one, with single elements as $singleElementLists', ({ singleElementLists, isArray }) => {
    const { v2 } = withWeb({ singleElementLists });
    const { VS } = v2('listvs').json;
    expect(Array.isArray(VS)).toBe(isArray);
    expect(isArray ? VS[0] : VS).toMatchObject({ VSPort: '80' });
    v2('addvs', { ...WEB, port: '81' });
    expect(v2('listvs').json.VS).toHaveLength(2);
  });
});

describe('a virtual service', () => {
  it.each([WEB, { vs: '1' }, { vs: 1 }, { vs: '192.168.1.239', port: 80, prot: 'TCP' }])(
    'is found by %o',
    (parameters) => {
      expect(withWeb().v2('showvs', parameters).json).toMatchObject({ Index: 1 });
    },
  );

  it.each(['showvs', 'modvs', 'delvs'])('that nobody added: %s is refused', (command) => {
    const { v1, v2 } = withWeb();
    for (const parameters of [{ vs: '2' }, { ...WEB, port: '81' }, { ...WEB, prot: 'udp' }])
      expect(v2(command, parameters).json).toEqual(refusal('Unknown VS'));
    expect(v1(`${command}?vs=2`)).toMatchObject({
      status: 422,
      xml: expect.stringContaining('<Error>Unknown VS</Error>'),
    });
  });

  it('is not found by an index with a mark, as servers are', () => {
    expect(withWeb().v2('showvs', { vs: '!1', port: '80', prot: 'tcp' }).json.code).toBe(422);
  });

  it('goes with delvs', () => {
    const { v2 } = withWeb();
    expect(v2('delvs', { vs: '1' }).json).toEqual(DONE_V2);
    expect(v2('listvs').json).toEqual({ code: 200, status: 'ok' });
  });

  it.each(['3', '65530', '*'])('listens on port %s, written as text', (port) => {
    expect(makeBothWires().v2('addvs', { ...WEB, port }).json.VSPort).toBe(port);
  });

  it.each([
    { change: { port: '2' }, message: 'Unknown parameter value 2' },
    { change: { port: '65531' }, message: 'Unknown parameter value 65531' },
    { change: { port: 'any' }, message: 'Unknown parameter value any' },
    { change: { prot: 'sctp' }, message: 'Unknown parameter value sctp' },
    { change: { vs: 'web' }, message: 'Invalid address' },
    { change: { enable: 'perhaps' }, message: 'Unknown parameter value perhaps' },
    { change: { idletime: '-1' }, message: 'Unknown parameter value -1' },
    { change: { extraports: '81,2' }, message: 'Unknown parameter value 81,2' },
  ])('is not added with $change', ({ change, message }) => {
    const { v2 } = makeBothWires();
    expect(v2('addvs', { ...WEB, ...change }).json).toEqual(refusal(message));
    expect(v2('listvs').json).not.toHaveProperty('VS');
  });

  it.each(['vs', 'port', 'prot'])('is not added without %s', (name) => {
    const { [name]: _left, ...rest }: Record<string, string> = WEB;
    expect(makeBothWires().v2('addvs', rest).json).toEqual(refusal(`${name}: String Value missing`));
  });

  it('is not added twice', () => {
    expect(withWeb().v2('addvs', WEB).json).toMatchObject({ code: 422, status: 'fail' });
  });
});

describe('modvs', () => {
  it('changes what it is given, keeps the rest and ignores what it does not know', () => {
    const { v2 } = withWeb();
    v2('modvs', {
      vs: '1',
      ExtraPorts: '81, 90-95',
      enable: 'N',
      Idletime: 30,
      MasterVSID: '7',
      color: 'red',
    });
    expect(v2('showvs', { vs: '1' }).json).toEqual({
      code: 200,
      ...SERVICE_V2,
      ...NEWER_FIELDS_V2,
      Status: 'Disabled',
      Enable: false,
      ExtraPorts: '81, 90-95',
      Idletime: 30,
      status: 'ok',
    });
  });

  it('moves a service', () => {
    const { v2 } = withWeb();
    v2('modvs', { ...WEB, vsaddress: '192.168.1.240', vsport: '*' });
    expect(v2('showvs', WEB).json).toEqual(refusal('Unknown VS'));
    expect(v2('showvs', { vs: '192.168.1.240', port: '*', prot: 'tcp' }).json).toMatchObject({ Index: 1 });
  });

  it.each([
    { vsaddress: 'nowhere' },
    { vsport: '1' },
    { vsport: '81' },
    { schedule: 'rr', ssl: '1', cache: '2' },
  ])('is refused with %o and changes nothing', (change) => {
    const { v2 } = withWeb();
    v2('addvs', { ...WEB, port: '81' });
    const before = v2('listvs').json;
    expect(v2('modvs', { vs: '1', ...change }).json.code).toBe(422);
    expect(v2('listvs').json).toEqual(before);
  });
});

describe('a SubVS', () => {
  const withSub = (...options: Parameters<typeof makeBothWires>) => {
    const unit = withWeb(...options);
    unit.v2('modvs', { vs: '1', createsubvs: '' });
    return unit;
  };

  it('is listed beside its service and under it, without an address', () => {
    const [master, sub] = withSub().v2('listvs').json.VS;
    expect(master).toMatchObject({
      Index: 1,
      MasterVS: 1,
      MasterVSID: 0,
      NumberOfRSs: 1,
      SubVS: [{ VSIndex: 2, RsIndex: 1, Status: 'Down', Enable: true, Weight: 1000 }],
    });
    expect(sub).toMatchObject({ Index: 2, MasterVS: 0, MasterVSID: 1, Protocol: 'tcp' });
    expect(sub).not.toHaveProperty('VSAddress');
    expect(sub).not.toHaveProperty('VSPort');
  });

  it('serves for its service', () => {
    const { v2 } = withSub();
    const added = v2('addrs', { vs: '2', rs: '10.10.10.10', rsport: '8080' }).json;
    expect(added.Rs).toMatchObject([{ VSIndex: 2, RsIndex: 2 }]);
    expect(v2('showvs', { vs: '1' }).json.Status).toBe('Up');
  });

  it('is changed by its index and leaves the others alone', () => {
    const { v2 } = withSub();
    v2('modvs', { vs: '1', createsubvs: '' });
    expect(v2('modvs', { vs: '3', nickname: 'static' }).json).toMatchObject({ Index: 3, NickName: 'static' });
    expect(v2('showvs', { vs: '1' }).json.SubVS).toMatchObject([{ Name: '' }, { Name: 'static' }]);
  });

  it('goes with its service', () => {
    const { v2 } = withSub();
    v2('delvs', { vs: '1' });
    expect(v2('listvs').json).not.toHaveProperty('VS');
  });
});
