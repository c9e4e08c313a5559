import { expect, it } from 'vitest';
import { AUDITED_SETTINGS } from '#loadmaster/audited-settings.ts';
import { changeAwsHaParams, setAwsHaMode } from '#loadmaster/commands/aws-ha.ts';
import { setGeoList } from '#loadmaster/commands/geo-partners.ts';
import { addAdditionalAddress } from '#loadmaster/commands/interfaces.ts';
import { setFlag, setText } from '#loadmaster/commands/settings.ts';
import { addVirtualService, changeVirtualService } from '#loadmaster/commands/virtual-services.ts';
import { readAudit } from '#loadmaster/read-audit.ts';
import { type ContractUnit, describeContract } from './contract-unit.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What an audit reads of a unit: fresh, and after everything an audit judges has been changed. */
export const describeReadAudit = (name: string, make: () => Promise<ContractUnit>): void =>
  describeContract(`a reading for an audit, ${name}`, make, (world) => {
    const read = (withGeo = false) => readAudit(world.open(), { withGeo, now: () => world.unit.clock.now() });

    it('says what a fresh unit of a pair is', async () => {
      const audited = await read();
      const now = world.unit.clock.now();
      expect(audited).toEqual({
        haStatus: 'active',
        designation: 'first',
        partner: '10.0.1.6',
        healthPort: 8444,
        prefersFirst: true,
        allInterfaces: false,
        bootedAt: expect.any(Number),
        version: expect.stringMatching(/^7\.2\./),
        clock: { said: expect.any(Number), askedAt: expect.any(Number) },
        ntpHosts: ['pool.ntp.org'],
        settings: expect.objectContaining({ enableapi: 'yes', sessionbasicauth: 'no', conntimeout: '660' }),
        services: [],
        interfaces: [{ id: 0, address: '10.0.1.5', additionalAddresses: [] }],
        licence: {
          status: expect.any(String),
          licensedUntil: expect.any(Number),
          supportedUntil: expect.any(Number),
        },
        certificateExpiresAt: expect.any(Number),
      });
      expect(Object.keys(audited.settings).toSorted()).toEqual([...AUDITED_SETTINGS].toSorted());
      const { said = 0, askedAt = 0 } = audited.clock ?? {};
      expect(Math.abs(askedAt - said)).toBeLessThan(1000);
      expect(audited.licence?.licensedUntil).toBeGreaterThan(now + 30 * DAY_MS);
      expect(audited.certificateExpiresAt).toBeGreaterThan(now + 365 * DAY_MS);
    });

    it('says what has been changed', async () => {
      const session = world.open();
      const service = { address: '10.0.1.5', port: '8444', protocol: 'tcp' } as const;
      const { index } = await addVirtualService(session, { ...service, name: 'shop' });
      await changeVirtualService(session, index, { enabled: false, extraPorts: '22,90-95' });
      await addAdditionalAddress(session, 0, '10.0.1.7/24');
      await setText(session, 'ntphost', '');
      await setFlag(session, 'snat', false);
      await changeAwsHaParams(world.open(), {
        partner: '10.0.9.9',
        healthPort: 8446,
        prefersFirst: false,
        allInterfaces: true,
      });
      const { settings, ...audited } = await read();
      expect(audited).toMatchObject({
        partner: '10.0.9.9',
        healthPort: 8446,
        prefersFirst: false,
        allInterfaces: true,
        ntpHosts: [],
        services: [{ ...service, name: 'shop', enabled: false, extraPorts: '22,90-95' }],
        interfaces: [{ id: 0, address: '10.0.1.5', additionalAddresses: ['10.0.1.7/24'] }],
      });
      expect(settings).toMatchObject({ snat: 'no' });
      expect(settings).not.toHaveProperty('ntphost');
    });

    it('says that a unit has no HA', async () => {
      await setAwsHaMode(world.open(), 'none');
      expect(await read()).toMatchObject({ haStatus: 'not-configured', designation: 'none' });
    });

    it('says what there is of GEO only where it is asked for', async () => {
      await setGeoList(world.open(), 'partners', ['10.9.0.1', '10.8.0.1']);
      expect(await read()).not.toHaveProperty('geo');
      const { geo } = await read(true);
      expect(geo).toMatchObject({ enabled: false, access: [], clusters: [], mapped: [] });
      expect(geo?.partners.toSorted()).toEqual(['10.8.0.1', '10.9.0.1']);
    });
  });
