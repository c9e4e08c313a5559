import { describe, expect, it } from 'vitest';
import { dataXml, makeBothWires, readXml } from './both-wires.ts';
import { STARTED_AT } from './virtual-pair.ts';

const SECOND = STARTED_AT / 1000;

const withService = () => {
  const unit = makeBothWires();
  unit.v2('addvs', { vs: '10.35.48.17', port: '80', prot: 'tcp' });
  return unit;
};

/** As the sample of the interface description shows it, but that nothing was sent or received yet. */
const STATS_V1 = `<CPU><total><User>0</User><System>1</System><Idle>99</Idle><IOWaiting>0</IOWaiting></total>
<cpu0><User>0</User><System>1</System><HWInterrupts>0</HWInterrupts><SWInterrupts>0</SWInterrupts>
<Idle>99</Idle><IOWaiting>0</IOWaiting></cpu0></CPU>
<Memory><MBtotal>2003</MBtotal><memused>312140</memused><MBused>304</MBused><percentmemused>15</percentmemused>
<memfree>1739060</memfree><MBfree>1698</MBfree><percentmemfree>85</percentmemfree></Memory>
<Network><eth0><ifaceID>0</ifaceID><speed>10000</speed><in>0.0</in><inbytes>0</inbytes>
<inbytesTotal>0</inbytesTotal><out>0.0</out><outbytes>0</outbytes><outbytesTotal>0</outbytesTotal></eth0></Network>
<DiskUsage><partition><name>/var/log</name><GBtotal>7.19</GBtotal><GBused>0.02</GBused>
<percentused>0</percentused><GBfree>7.17</GBfree><percentfree>100</percentfree></partition></DiskUsage>
<VStotals><ConnsPerSec>0</ConnsPerSec><TotalConns>0</TotalConns><BitsPerSec>0</BitsPerSec><TotalBits>0</TotalBits>
<BytesPerSec>0</BytesPerSec><TotalBytes>0</TotalBytes><PktsPerSec>0</PktsPerSec>
<TotalPackets>0</TotalPackets></VStotals>
<Vs><VSAddress>10.35.48.17</VSAddress><VSPort>80</VSPort><VSProt>tcp</VSProt><Index>1</Index><Status>down</Status>
<ErrorCode>0</ErrorCode><Enable>1</Enable><TotalConns>0</TotalConns><TotalPkts>0</TotalPkts>
<TotalBytes>0</TotalBytes><TotalBits>0</TotalBits><ActiveConns>0</ActiveConns><BytesRead>0</BytesRead>
<BytesWritten>0</BytesWritten><ConnsPerSec>0</ConnsPerSec><WafEnable>0</WafEnable>
<InterceptMode>0</InterceptMode></Vs>
<TPS><Total>0</Total><SSL>0</SSL></TPS>
<Timestamp><Sec>${SECOND}</Sec><Usec>0</Usec><Period>5000000</Period></Timestamp>
<ChangeTime>${SECOND}</ChangeTime>`;

describe('stats', () => {
  it('v1 names an element after each core and interface', () => {
    expect(readXml(withService().v1('stats').xml)).toEqual(dataXml(STATS_V1));
  });

  it('v2 lists them, and its numbers are numbers', () => {
    const { v2 } = withService();
    v2('addrs', { vs: '1', rs: '10.10.10.10', rsport: '8080' });
    expect(v2('stats').json).toMatchObject({
      code: 200,
      CPU: {
        total: { User: 0, System: 1, Idle: 99, IOWaiting: 0 },
        cpu: [{ cpu: 0, User: 0, System: 1, HWInterrupts: 0, SWInterrupts: 0, Idle: 99, IOWaiting: 0 }],
      },
      Memory: { MBtotal: 2003, memused: 312140, percentmemfree: 85 },
      Network: { Interface: [{ Name: 'eth0', ifaceID: 0, speed: 10000, in: 0, inbytes: 0 }] },
      DiskUsage: { partition: [{ name: '/var/log', GBtotal: 7.19, percentfree: 100 }] },
      VStotals: { ConnsPerSec: 0, TotalPackets: 0 },
      Vs: [
        {
          VSAddress: '10.35.48.17',
          VSPort: 80,
          VSProt: 'tcp',
          Index: 1,
          Status: 'up',
          Enable: 1,
          ActiveConns: 0,
        },
      ],
      Rs: [{ VSIndex: 1, Addr: '10.10.10.10', Port: 8080, Status: 'up', Enable: 1 }],
      TPS: { Total: 0, SSL: 0 },
      Timestamp: { Sec: SECOND, Usec: 0 },
      ChangeTime: SECOND,
      status: 'ok',
    });
  });

  it('without services there are no lists', () => {
    const { json } = makeBothWires().v2('stats');
    expect(json).not.toHaveProperty('Vs');
    expect(json).not.toHaveProperty('Rs');
  });

  it.each([
    { command: 'addvs', parameters: { vs: '10.0.1.5', port: '80', prot: 'tcp' }, moves: true },
    { command: 'modiface', parameters: { interface: '0', mtu: '9000' }, moves: true },
    { command: 'set', parameters: { param: 'cachesize', value: '10' }, moves: true },
    { command: 'addfqdn', parameters: { fqdn: 'www.example.com' }, moves: true },
    { command: 'addvs', parameters: { vs: '10.0.1.5' }, moves: false },
    { command: 'stats', parameters: {}, moves: false },
  ])('the time of the last change after $command $parameters', ({ command, parameters, moves }) => {
    const { pair, v2 } = makeBothWires();
    pair.pass(10);
    v2(command, parameters);
    pair.pass(10);
    expect(v2('stats').json).toMatchObject({
      Timestamp: { Sec: SECOND + 20 },
      ChangeTime: moves ? SECOND + 10 : SECOND,
    });
  });
});

describe('vstotals', () => {
  const none = { Total: 0, Up: 0, Down: 0, Disabled: 0 };

  it('counts services, SubVSs and servers apart', () => {
    const { v2 } = withService();
    v2('addvs', { vs: '10.35.48.17', port: '81', prot: 'tcp', enable: 'N' });
    v2('modvs', { vs: '1', createsubvs: '' });
    v2('addrs', { vs: '2', rs: '10.10.10.10', rsport: '80' });
    v2('addrs', { vs: '2', rs: '10.10.10.11', rsport: '80', enable: 'N' });
    expect(v2('vstotals').json).toEqual({
      code: 200,
      VSTotals: { Total: 2, Up: 0, Down: 1, Disabled: 1 },
      SUBVSTotals: { Total: 1, Up: 0, Down: 1, Disabled: 0 },
      RSTotals: { Total: 2, Up: 1, Down: 0, Disabled: 1 },
      status: 'ok',
    });
  });

  it('of nothing', () => {
    const { v1, v2 } = makeBothWires();
    expect(v2('vstotals').json).toEqual({
      code: 200,
      VSTotals: none,
      SUBVSTotals: none,
      RSTotals: none,
      status: 'ok',
    });
    const zeros = '<Total>0</Total><Up>0</Up><Down>0</Down><Disabled>0</Disabled>';
    expect(readXml(v1('vstotals').xml)).toEqual(
      dataXml(
        `<VSTotals>${zeros}</VSTotals><SUBVSTotals>${zeros}</SUBVSTotals><RSTotals>${zeros}</RSTotals>`,
      ),
    );
  });
});

describe('logging.df', () => {
  it('is a download: as it is in v1, base64 in v2', () => {
    const { v1, v2 } = makeBothWires();
    const { body } = v1('logging/df');
    expect(body.toString()).toContain('/var/log\n');
    expect(v2('logging.df').json).toEqual({ code: 200, data: body.toString('base64'), status: 'ok' });
  });
});
