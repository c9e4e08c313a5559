import { describe, expect, it } from 'vitest';
import { getAwsHaParams } from '#loadmaster/commands/aws-ha.ts';
import { recordedSession, v1, v2 } from '../recorded-session.ts';
import { readsRecorded } from './recorded.ts';

describe('HA parameters', () => {
  const slave = { designation: 'second', healthPort: 8444, prefersFirst: false, allInterfaces: false };
  readsRecorded([
    {
      what: 'v1, RESTful API interface description 3.22.5',
      command: 'getawshaparams',
      reply: v1(
        '<AwsHA>\n<HaMode>master</HaMode>\n<HaPrefered>0</HaPrefered>\n<Partner>172.18.0.5</Partner>\n<Port>8444</Port>\n</AwsHA>\n',
      ),
      read: getAwsHaParams,
      value: { ...slave, designation: 'first', partner: '172.18.0.5' },
    },
    {
      what: 'v2, API v2 documentation',
      command: 'getawshaparams',
      reply: v2({
        HaMode: 'slave',
        HaPrefered: '0',
        Partner: '10.0.0.4',
        Port: '8444',
        HealthCheckAllInterfaces: 'unset',
      }),
      read: getAwsHaParams,
      value: { ...slave, partner: '10.0.0.4' },
    },
    {
      what: 'not configured, API v2 documentation',
      command: 'getawshaparams',
      reply: v2({ HaMode: 'single', Partner: 'unset', Port: 'unset', HealthCheckAllInterfaces: 'unset' }),
      read: getAwsHaParams,
      value: { designation: 'none', allInterfaces: false },
    },
  ]);

  it.each([
    v2({}),
    v1(''),
    v1('<AzureHA><HaMode>master</HaMode></AzureHA>'),
    v1('<CloudHA><Port>8444</Port></CloudHA>'),
  ])('are not there on another platform: %s', async (reply) => {
    await expect(getAwsHaParams(recordedSession({ getawshaparams: reply }))).rejects.toMatchObject({
      code: 'wrong-platform',
      command: 'getawshaparams',
    });
  });
});
