import { describe } from 'vitest';
import { listInterfaces } from '#loadmaster/commands/interfaces.ts';
import { listRoutes } from '#loadmaster/commands/routes.ts';
import { v1, v2 } from '../recorded-session.ts';
import { readsRecorded } from './recorded.ts';

describe('network', () => {
  readsRecorded([
    {
      what: 'interfaces, API v2 documentation',
      command: 'showiface',
      reply: v2({
        Interface: [
          {
            Id: 0,
            IPAddress: '10.0.0.4/24',
            Mtu: '1500',
            AdditionalAddresses: ['10.0.0.5/24'],
            InterfaceType: 'Port',
            GeoTrafficEnable: 'no',
          },
          { Id: 1, IPAddress: '' },
        ],
      }),
      read: listInterfaces,
      value: [
        {
          id: 0,
          address: '10.0.0.4',
          prefix: 24,
          mtu: 1500,
          additionalAddresses: ['10.0.0.5/24'],
          type: 'Port',
          servesGeo: false,
        },
        { id: 1, additionalAddresses: [] },
      ],
    },
    {
      what: 'routes under either spelling',
      command: 'showroute',
      reply: v2({
        Route: [
          { Destination: '10.2.0.0/16', Gateway: '10.0.0.1' },
          { dest: '10.3.0.0/16', gateway: '10.0.0.1' },
        ],
      }),
      read: listRoutes,
      value: [
        { destination: '10.2.0.0/16', gateway: '10.0.0.1' },
        { destination: '10.3.0.0/16', gateway: '10.0.0.1' },
      ],
    },
    { what: 'no routes', command: 'showroute', reply: v1(''), read: listRoutes, value: [] },
  ]);
});
