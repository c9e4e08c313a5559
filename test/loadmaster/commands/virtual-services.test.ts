import { describe } from 'vitest';
import { listRealServers } from '#loadmaster/commands/real-servers.ts';
import { getVirtualService, listVirtualServices } from '#loadmaster/commands/virtual-services.ts';
import { v1, v2 } from '../recorded-session.ts';
import { readsRecorded } from './recorded.ts';

describe('virtual services', () => {
  const server = {
    index: 1,
    address: '10.10.10.10',
    port: 8080,
    status: 'down',
    weight: 1000,
    enabled: true,
  } as const;
  const service = {
    index: 1,
    status: 'down',
    name: 'foo',
    address: '192.168.1.239',
    port: '80',
    protocol: 'tcp',
    enabled: true,
    realServers: [],
  } as const;
  readsRecorded([
    {
      what: 'list, captured by a public Go client',
      command: 'listvs',
      reply: v2({
        VS: [
          {
            Status: 'Down',
            Index: 1,
            VSAddress: '192.168.1.239',
            VSPort: '80',
            Layer: 7,
            NickName: 'foo',
            Enable: true,
            Protocol: 'tcp',
            MasterVS: 0,
            MasterVSID: 0,
            NumberOfRSs: 0,
          },
          {
            Status: 'Sick',
            Index: 2,
            VSAddress: '',
            VSPort: '*',
            Enable: false,
            Protocol: 'TCP',
            MasterVSID: 1,
            ExtraPorts: '81-90',
          },
        ],
      }),
      read: listVirtualServices,
      value: [
        service,
        {
          index: 2,
          status: 'other',
          port: '*',
          protocol: 'tcp',
          enabled: false,
          extraPorts: '81-90',
          parent: 1,
          realServers: [],
        },
      ],
    },
    {
      what: 'one, v1',
      command: 'listvs',
      reply: v1(
        '<VS>\n<Status>Down</Status>\n<Index>1</Index>\n<VSAddress>192.168.1.239</VSAddress>\n<VSPort>80</VSPort>\n<Protocol>tcp</Protocol>\n<NickName>foo</NickName>\n<Enable>Y</Enable>\n<MasterVSID>0</MasterVSID></VS>',
      ),
      read: listVirtualServices,
      value: [service],
    },
    { what: 'none, v1', command: 'listvs', reply: v1(''), read: listVirtualServices, value: [] },
    { what: 'none, v2', command: 'listvs', reply: v2({}), read: listVirtualServices, value: [] },
    {
      what: 'show, v1: the fields directly under the data',
      command: 'showvs',
      reply: v1(
        '<Status>Down</Status><Index>1</Index><VSAddress>192.168.1.239</VSAddress><VSPort>80</VSPort><NickName>foo</NickName><Enable>Y</Enable><Protocol>tcp</Protocol><Rs><RSIndex>1</RSIndex><Addr>10.10.10.10</Addr><Port>8080</Port><Status>Down</Status><Weight>1000</Weight><Enable>Y</Enable></Rs>',
      ),
      read: (session) => getVirtualService(session, 1),
      value: { ...service, realServers: [server] },
    },
    {
      what: 'real servers, captured by a public Go client',
      command: 'showvs',
      reply: v2({
        Rs: [
          {
            Status: 'Down',
            VSIndex: 1,
            RsIndex: 1,
            Addr: '10.10.10.10',
            Port: 8080,
            DnsName: '',
            Forward: 'nat',
            Weight: 1000,
            Limit: 0,
            Follow: 0,
            Enable: true,
            Critical: false,
          },
        ],
      }),
      read: (session) => listRealServers(session, 1),
      value: [server],
    },
  ]);
});
