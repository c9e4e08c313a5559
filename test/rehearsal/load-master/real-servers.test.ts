import { describe, expect, it } from 'vitest';
import { DONE_V2, dataXml, makeBothWires, readXml, refusal } from './both-wires.ts';

const SERVER = { vs: '1', rs: '10.10.10.10', rsport: '8080' };

/** As a published capture of `showrs` in API v2 shows it. */
const SHOWN_V2 = {
  code: 200,
  Rs: [
    {
      Status: 'Up',
      VSIndex: 1,
      RsIndex: 1,
      Addr: '10.10.10.10',
      Port: 8080,
      DnsName: '',
      Forward: 'nat',
      Weight: 1000,
      Limit: 0,
      RateLimit: 0,
      Follow: 0,
      Enable: true,
      Critical: false,
      Nrules: 0,
    },
  ],
  status: 'ok',
};

/** As a published capture of `showrs` in API v1 shows it, but that the server is up. */
const SHOWN_V1 = `<Rs>
<Status>Up</Status>
<VSIndex>1</VSIndex>
<RsIndex>1</RsIndex>
<Addr>10.10.10.10</Addr>
<Port>8080</Port>
<DnsName></DnsName>
<Forward>nat</Forward>
<Weight>1000</Weight>
<Limit>0</Limit>
<RateLimit>0</RateLimit>
<Follow>0</Follow>
<Enable>Y</Enable>
<Critical>N</Critical>
<Nrules>0</Nrules>
</Rs>`;

const withService = (...options: Parameters<typeof makeBothWires>) => {
  const unit = makeBothWires(...options);
  unit.v2('addvs', { vs: '10.0.1.5', port: '80', prot: 'tcp' });
  return unit;
};

const withServer = (...options: Parameters<typeof makeBothWires>) => {
  const unit = withService(...options);
  unit.v2('addrs', SERVER);
  return unit;
};

describe('real servers as the published samples show them', () => {
  it('v2: addrs and showrs', () => {
    const { v2 } = withService();
    expect(v2('addrs', SERVER).json).toEqual(SHOWN_V2);
    expect(v2('showrs', SERVER).json).toEqual(SHOWN_V2);
  });

  it('v1: addrs and showrs', () => {
    const { v1 } = withService();
    const parameters = 'vs=10.0.1.5&port=80&prot=tcp&rs=10.10.10.10&rsport=8080';
    expect(readXml(v1(`addrs?${parameters}`).xml)).toEqual(dataXml(SHOWN_V1));
    expect(readXml(v1(`showrs?${parameters}`).xml)).toEqual(dataXml(SHOWN_V1));
  });

  it('inside their service', () => {
    const { v1, v2 } = withServer();
    expect(v2('showvs', { vs: '1' }).json).toMatchObject({ Status: 'Up', NumberOfRSs: 1, Rs: SHOWN_V2.Rs });
    expect(v1('showvs?vs=1').xml.replaceAll(/\s/g, '')).toContain(
      '<Rs><Status>Up</Status><VSIndex>1</VSIndex>',
    );
  });

  it('one, with single elements as objects', () => {
    const { v2 } = withServer({ singleElementLists: 'object' });
    expect(v2('showrs', SERVER).json.Rs).toEqual(SHOWN_V2.Rs[0]);
    expect(v2('showvs', { vs: '1' }).json.Rs).toEqual(SHOWN_V2.Rs[0]);
  });
});

describe('a real server', () => {
  it('is found by its index with a mark', () => {
    expect(withServer().v2('showrs', { vs: '1', rs: '!1' }).json).toEqual(SHOWN_V2);
  });

  it.each([
    { what: 'an index without the mark', change: { rs: '1' }, message: 'Invalid address' },
    { what: 'another index', change: { rs: '!2' }, message: 'Unknown RS' },
    { what: 'another port', change: { rsport: '81' }, message: 'Unknown RS' },
    { what: 'another service', change: { vs: '2' }, message: 'Unknown VS' },
  ])('is not found by $what', ({ change, message }) => {
    const { v2 } = withServer();
    for (const command of ['showrs', 'modrs', 'delrs'])
      expect(v2(command, { ...SERVER, ...change }).json).toEqual(refusal(message));
  });

  it.each([
    { change: { rs: 'web' }, message: 'Invalid address' },
    { change: { rsport: '*' }, message: 'Unknown parameter value *' },
    { change: { weight: 'heavy' }, message: 'Unknown parameter value heavy' },
  ])('is not added with $change', ({ change, message }) => {
    const { v2 } = withService();
    expect(v2('addrs', { ...SERVER, ...change }).json).toEqual(refusal(message));
    expect(v2('showvs', { vs: '1' }).json).not.toHaveProperty('Rs');
  });

  it.each(['vs', 'rs', 'rsport'])('is not added without %s', (name) => {
    const { [name]: _left, ...rest }: Record<string, string> = SERVER;
    expect(withService().v2('addrs', rest).json).toEqual(refusal(`${name}: String Value missing`));
  });

  it('is not added twice, and two services may have it', () => {
    const { v2 } = withServer();
    expect(v2('addrs', SERVER).json.code).toBe(422);
    v2('addvs', { vs: '10.0.1.5', port: '81', prot: 'tcp' });
    expect(v2('addrs', { ...SERVER, vs: '2' }).json.Rs).toMatchObject([{ VSIndex: 2, RsIndex: 2 }]);
  });

  it('modrs changes what it is given', () => {
    const { v2 } = withServer();
    const answer = v2('modrs', { vs: '1', rs: '!1', newport: '8081', weight: '5', enable: 'N' }).json;
    expect(answer.Rs).toEqual([
      { ...SHOWN_V2.Rs[0], Status: 'Disabled', Port: 8081, Weight: 5, Enable: false },
    ]);
    expect(v2('showvs', { vs: '1' }).json.Status).toBe('Down');
  });

  it('goes with delrs', () => {
    const { v2 } = withServer();
    expect(v2('delrs', SERVER).json).toEqual(DONE_V2);
    expect(v2('showvs', { vs: '1' }).json).toMatchObject({ Status: 'Down', NumberOfRSs: 0 });
  });
});

describe('disablers and enablers', () => {
  it('concern the server behind every service', () => {
    const { v2 } = withServer();
    v2('addvs', { vs: '10.0.1.5', port: '81', prot: 'tcp' });
    v2('addrs', { ...SERVER, vs: '2' });
    v2('addrs', { ...SERVER, vs: '2', rs: '10.10.10.11' });
    const enabled = () =>
      v2('listvs').json.VS.flatMap(({ Rs }: { Rs: { Enable: boolean }[] }) => Rs.map(({ Enable }) => Enable));
    expect(v2('disablers', { rs: '10.10.10.10' }).json).toEqual(DONE_V2);
    expect(enabled()).toEqual([false, false, true]);
    expect(v2('enablers', { rs: '10.10.10.10' }).json).toEqual(DONE_V2);
    expect(enabled()).toEqual([true, true, true]);
  });

  it('need a server that there is', () => {
    const { v2 } = withServer();
    expect(v2('disablers').json).toEqual(refusal('rs: String Value missing'));
    expect(v2('disablers', { rs: '10.10.10.11' }).json).toEqual(refusal('Unknown RS'));
  });
});
