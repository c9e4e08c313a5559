import { expect, it } from 'vitest';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import type { LoadMasterClient } from '#loadmaster/client.ts';
import { getGeoList } from '#loadmaster/commands/geo-partners.ts';
import { contentOf, type FirmwareBucket } from '#loadmaster/jobs/firmware-bucket.ts';
import { setGeoLists } from '#loadmaster/jobs/set-geo-lists.ts';
import { declaredStandalone } from '../declared-pair.ts';
import { type ContractUnit, type ContractWorld, describeContract } from './contract-unit.ts';

const LISTS: GeoLists = { access: ['10.0.1.5', '10.9.0.1', '10.8.0.1'], partners: ['10.9.0.1', '10.8.0.1'] };

/** A bucket of one key. */
const makeBucket = (): FirmwareBucket & { readonly keys: readonly string[] } => {
  const keys: string[] = [];
  let stored = Buffer.alloc(0);
  return {
    keys,
    putBackup: async (key, content) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      stored = Buffer.concat(chunks);
      keys.push(key);
      return contentOf({ bytes: ReadableStream.from([stored]) });
    },
    head: async () => ({ etag: '"x"', bytes: stored.length }),
    open: () => ({ bytes: ReadableStream.from([stored]), length: stored.length }),
  };
};

/** The job, by the API that `open` speaks; its end, and what it sent apart from reading and the backup. */
export const runSetGeoLists = async (
  { unit, credentials, open }: Pick<ContractWorld, 'unit' | 'credentials' | 'open'>,
  lists: Partial<GeoLists>,
) => {
  const writes: string[] = [];
  const client: LoadMasterClient = {
    open: () => {
      const session = open();
      return {
        ...session,
        write: (command, params) => {
          writes.push(`${command} ${params.param}`);
          return session.write(command, params);
        },
      };
    },
  };
  const bucket = makeBucket();
  const appliance = declaredStandalone(unit.endpoint());
  const end = await setGeoLists(
    {
      client,
      resolve: async () => ({ appliance }),
      credentials: {
        read: async () => ({ kind: 'credentials', credentials }),
        forget: () => undefined,
      },
      bucket,
      now: unit.clock.now,
    },
    { pairId: appliance.id, unit: 'standalone' },
    { kind: 'set-geo-lists', lists },
  );
  return { end, writes, keys: bucket.keys };
};

/** Setting both lists, on a unit that has none, other ones, and the right ones. */
export const describeSetGeoLists = (name: string, make: () => Promise<ContractUnit>): void =>
  describeContract(`setting GEO lists, ${name}`, make, (world) => {
    it('sets what differs after a backup, and nothing that is right', async () => {
      const { end, writes, keys } = await runSetGeoLists(world, LISTS);
      expect(end).toEqual({ state: 'done', key: keys[0] });
      expect(keys).toEqual([expect.stringMatching(/^backups\/solo-1\/standalone\/\S+\.backup$/)]);
      expect(writes).toEqual(['set geoclients', 'set geopartners']);
      const session = world.open();
      for (const list of ['access', 'partners'] as const)
        expect((await getGeoList(session, list)).toSorted()).toEqual(LISTS[list].toSorted());

      const reversed = { access: LISTS.access.toReversed(), partners: LISTS.partners.toReversed() };
      expect(await runSetGeoLists(world, reversed)).toMatchObject({ end: { state: 'done' }, writes: [] });
      const fewer = { ...LISTS, partners: ['10.9.0.1'] };
      expect(await runSetGeoLists(world, fewer)).toMatchObject({
        end: { state: 'done' },
        writes: ['set geopartners'],
      });
      expect(await getGeoList(world.open(), 'partners')).toEqual(['10.9.0.1']);
    });

    it('knows a list that the unit takes no more into, and leaves what it has', async () => {
      await runSetGeoLists(world, LISTS);
      const access = Array.from({ length: 512 }, (_, nth) => `10.8.${nth >> 8}.${nth & 255}`);
      const { end, writes } = await runSetGeoLists(world, { access, partners: [] });
      expect(end).toMatchObject({ state: 'failed', code: 'geo-list-too-long', failedAt: 'access' });
      expect(writes).toEqual(['set geoclients']);
      const session = world.open();
      expect(await getGeoList(session, 'access')).toHaveLength(LISTS.access.length);
      expect(await getGeoList(session, 'partners')).toHaveLength(LISTS.partners.length);
    });
  });
