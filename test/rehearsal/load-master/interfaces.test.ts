import { describe, expect, it } from 'vitest';
import { DONE_V2, dataXml, makeBothWires, readXml, refusal } from './both-wires.ts';

const ETH0_V2 = {
  Id: 0,
  IPAddress: '10.0.1.5/24',
  Mtu: '1500',
  InterfaceType: 'Port',
  GeoTrafficEnable: false,
  DefaultInterface: true,
};

const ETH0_V1 = `<Interface><Id>0</Id><IPAddress>10.0.1.5/24</IPAddress><Mtu>1500</Mtu>
<InterfaceType>Port</InterfaceType><GeoTrafficEnable>no</GeoTrafficEnable>
<DefaultInterface>yes</DefaultInterface></Interface>`;

describe('showiface', () => {
  it.each([{}, { interface: '0' }, { iface: '0' }, { interface: 0 }])(
    'as the samples show it: %o',
    (which) => {
      expect(makeBothWires().v2('showiface', which).json).toEqual({
        code: 200,
        Interface: [ETH0_V2],
        status: 'ok',
      });
    },
  );

  it.each(['showiface', 'showiface?interface=0', 'showiface?iface=0'])('in v1: %s', (path) => {
    expect(readXml(makeBothWires().v1(path).xml)).toEqual(dataXml(ETH0_V1));
  });

  it('one, with single elements as objects', () => {
    const { v2 } = makeBothWires({ singleElementLists: 'object' });
    expect(v2('showiface').json.Interface).toEqual(ETH0_V2);
  });

  it.each(['1', 'eth0', '-1'])('refuses interface %s', (id) => {
    expect(makeBothWires().v2('showiface', { interface: id }).json).toEqual(
      refusal(`Unknown parameter value ${id}`),
    );
  });
});

describe('a further interface', () => {
  const ETH1_V2 = { ...ETH0_V2, Id: 1, IPAddress: '10.0.11.5/24', DefaultInterface: false };

  it('is shown beside eth0, and alone', () => {
    const { management, v1, v2 } = makeBothWires();
    expect(management.configuration.interfaces.add('10.0.11.5/24')).toBe(1);
    expect(v2('showiface').json.Interface).toEqual([ETH0_V2, ETH1_V2]);
    expect(v2('showiface', { interface: '1' }).json.Interface).toEqual([ETH1_V2]);
    expect(v1('showiface').xml).toContain('<IPAddress>10.0.11.5/24</IPAddress>');
    const { Network } = v2('stats').json;
    expect(Network.Interface.map(({ Name }: { readonly Name: string }) => Name)).toEqual(['eth0', 'eth1']);
  });

  it('is changed without eth0', () => {
    const { management, v2 } = makeBothWires();
    management.configuration.interfaces.add('10.0.11.5/24');
    expect(v2('addadditional', { interface: '1', addr: '10.0.11.7/24' }).json).toEqual(DONE_V2);
    expect(v2('showiface').json.Interface).toEqual([
      ETH0_V2,
      { ...ETH1_V2, AdditionalAddresses: ['10.0.11.7/24'] },
    ]);
  });
});

describe('modiface', () => {
  it.each([
    { change: { addr: '10.0.1.50/25' }, shown: { IPAddress: '10.0.1.50/25' } },
    { change: { mtu: '512' }, shown: { Mtu: '512' } },
    { change: { mtu: 9216 }, shown: { Mtu: '9216' } },
    { change: { geotraffic: '1' }, shown: { GeoTrafficEnable: true } },
    { change: { hacheck: '1' }, shown: {} },
    { change: { gwiface: '1' }, shown: {} },
    { change: { geotraffic: '1', mtu: '9000', addr: '10.0.1.50/24' }, shown: { IPAddress: '10.0.1.50/24' } },
    { change: { geotraffic: '1', mtu: '9000' }, shown: { Mtu: '9000' } },
  ])('$change: the first in the order of the document counts', ({ change, shown }) => {
    const { v2 } = makeBothWires();
    expect(v2('modiface', { interface: '0', ...change }).json).toEqual(DONE_V2);
    expect(v2('showiface').json.Interface).toEqual([{ ...ETH0_V2, ...shown }]);
  });

  it.each([
    { change: {}, message: 'No parameters specified' },
    { change: { addr: '10.0.1.50' }, message: 'Invalid address format' },
    { change: { addr: '10.0.1.50/33' }, message: 'Invalid address format' },
    { change: { mtu: '511' }, message: 'Unknown parameter value 511' },
    { change: { mtu: '9217' }, message: 'Unknown parameter value 9217' },
    { change: { mtu: '9217', geotraffic: '1' }, message: 'Unknown parameter value 9217' },
    { change: { hacheck: '0' }, message: 'Unknown parameter value 0' },
    { change: { clupdate: '0' }, message: 'Unknown parameter value 0' },
    { change: { geotraffic: 'x' }, message: 'Unknown parameter value x' },
    { change: { bondmode: '1' }, message: 'Bonding is not possible' },
    { change: { partner: '10.0.1.6' }, message: 'Only available in HA mode' },
    { change: { adminwuienable: '1' }, message: 'Multi-homed WUI is not enabled' },
  ])('refuses $change and changes nothing', ({ change, message }) => {
    const { v2 } = makeBothWires();
    expect(v2('modiface', { iface: '0', ...change }).json).toEqual(refusal(message));
    expect(v2('showiface').json.Interface).toEqual([ETH0_V2]);
  });

  it('needs an interface', () => {
    expect(makeBothWires().v2('modiface', { mtu: '9000' }).json).toEqual(
      refusal('interface: String Value missing'),
    );
  });
});

describe('additional addresses', () => {
  it('come and go, shown only where there are any', () => {
    const { v1, v2 } = makeBothWires();
    const shown = () => v2('showiface').json.Interface[0].AdditionalAddresses;
    for (const addr of ['10.0.1.7/24', '10.0.1.8']) v2('addadditional', { interface: '0', addr });
    expect(shown()).toEqual(['10.0.1.7/24', '10.0.1.8/32']);
    expect(v1('showiface').xml).toContain('<AdditionalAddresses>10.0.1.7/24</AdditionalAddresses>');
    expect(v2('deladditional', { iface: '0', addr: '10.0.1.7/24' }).json).toEqual(DONE_V2);
    expect(shown()).toEqual(['10.0.1.8/32']);
    v2('deladditional', { iface: '0', addr: '10.0.1.8/32' });
    expect(shown()).toBeUndefined();
  });

  it.each([
    { command: 'addadditional', parameters: { interface: '0' }, message: 'addr: String Value missing' },
    {
      command: 'addadditional',
      parameters: { addr: '10.0.1.9' },
      message: 'interface: String Value missing',
    },
    { command: 'addadditional', parameters: { interface: '0', addr: 'x' }, message: 'Invalid address' },
    {
      command: 'addadditional',
      parameters: { interface: '0', addr: '10.0.1.7/24' },
      message: 'Address already exists',
    },
    {
      command: 'deladditional',
      parameters: { interface: '0', addr: '10.0.1.9' },
      message: 'Unknown address',
    },
  ])('$command refuses $parameters', ({ command, parameters, message }) => {
    const { v2 } = makeBothWires();
    v2('addadditional', { interface: '0', addr: '10.0.1.7/24' });
    expect(v2(command, parameters).json).toEqual(refusal(message));
  });
});
