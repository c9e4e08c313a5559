import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DamagedItemError } from '#control/errors.ts';
import { makeDynamoAuditStore } from '#store/dynamo/audit-store.ts';
import { EXPIRY_ATTRIBUTE } from '#store/dynamo/table.ts';
import { CLEAN_SNAPSHOT } from '../domain/audit/clean-snapshot.ts';
import { auditOf, FULL_AUDIT, testAuditStore, WAIVER } from './audit-store.contract.ts';
import { countRequests, failRequest } from './client-faults.ts';
import { numbers, REGION } from './declarations.ts';
import { useLocalDynamo } from './local-table.ts';

const makeLocal = useLocalDynamo();

const make = async (region = REGION) => {
  const { client, tableName, put, get } = await makeLocal();
  const open = (of: string) => makeDynamoAuditStore({ client, tableName, region: of });
  return { client, put, get, open, store: open(region) };
};

const PARTITION = `AUDIT#${REGION}`;

describe('the audit store in DynamoDB', () => {
  testAuditStore(async () => (await make()).store);

  it('keeps regions apart', async () => {
    const { open, store } = await make();
    const abroad = open('us-east-1');
    await store.claimAudit(FULL_AUDIT);
    await store.placeWaiver(WAIVER);
    await store.saveSnapshot(CLEAN_SNAPSHOT);
    expect(await abroad.readAudits()).toMatchObject({ audits: [], waivers: [] });
    expect(await abroad.readSnapshot(CLEAN_SNAPSHOT.pair.id)).toBeUndefined();
    expect(await abroad.removeWaiver(WAIVER.id)).toBe(false);
  });

  it('does not take its own claim, whose answer was lost, for somebody else’s', async () => {
    const { client, store } = await make();
    await store.claimAudit(auditOf('lm-1', 1));
    const requests = countRequests(client);
    failRequest(client, { command: 'PutItemCommand', nth: 1, after: true, retryable: true });
    await store.claimAudit(auditOf('lm-1', 2));
    expect(requests().PutItemCommand).toBe(1);
  });

  it('lets waivers expire a while after they are over, and nothing else', async () => {
    const { store, get } = await make();
    await store.claimAudit(FULL_AUDIT);
    await store.placeWaiver(WAIVER);
    await store.saveSnapshot(CLEAN_SNAPSHOT);
    expect(await get(PARTITION, 'AUDIT#lm-1')).not.toHaveProperty(EXPIRY_ATTRIBUTE);
    expect(await get(`SNAPSHOT#${REGION}`, CLEAN_SNAPSHOT.pair.id)).not.toHaveProperty(EXPIRY_ATTRIBUTE);
    const waiver = await get(PARTITION, 'WAIVER#w-1');
    expect(waiver?.[EXPIRY_ATTRIBUTE]).toBe(2 + 90 * 86_400);
  });

  it('leaves out what it cannot read, and says whose it is', async () => {
    const { store, put } = await make();
    await store.claimAudit(FULL_AUDIT);
    await put({ PK: PARTITION, SK: 'AUDIT#lm-2', schemaVersion: 1, audit: { pairId: 'lm-2' } });
    await put({ PK: PARTITION, SK: 'WAIVER#w-2', schemaVersion: 2 });
    await put({ PK: PARTITION, SK: 'SOMETHING#new', schemaVersion: 7 });
    expect(await store.readAudits()).toEqual({
      audits: [FULL_AUDIT],
      waivers: [],
      damaged: { audits: ['lm-2'], waivers: ['w-2'] },
    });
  });

  it.each([
    { what: 'that is none', item: { schemaVersion: 1, at: 'noon' } },
    { what: 'of a newer release', item: { schemaVersion: 2, at: 1, gzip: gzipSync('{}') } },
  ])('does not give back a snapshot $what', async ({ item }) => {
    const { store, put } = await make();
    await put({ PK: `SNAPSHOT#${REGION}`, SK: 'lm-1', ...item });
    await expect(store.readSnapshot('lm-1')).rejects.toThrow(DamagedItemError);
  });

  it('keeps no snapshot that has no room in an item, nor the older one in its stead', async () => {
    const { store } = await make();
    await store.saveSnapshot(CLEAN_SNAPSHOT);
    const { pair } = CLEAN_SNAPSHOT;
    const noise = randomBytes(400_000).toString('base64');
    await store.saveSnapshot({ ...CLEAN_SNAPSHOT, pair: { ...pair, partnerSecret: noise } });
    expect(await store.readSnapshot(pair.id)).toBeUndefined();
  });

  it('has room for the snapshot of a pair with a hundred target groups, and for all that is wrong with it', async () => {
    const { store, get } = await make();
    const [finding] = FULL_AUDIT.findings;
    if (finding === undefined) throw new Error('the sample has a finding');
    const long = { ...finding, subject: 's'.repeat(64), seen: 'w'.repeat(300), expected: 'e'.repeat(120) };
    const findings = numbers(300).map(() => long);
    await store.claimAudit(auditOf('lm-1', 1, { findings }));
    const stored = await get(PARTITION, 'AUDIT#lm-1');
    expect(JSON.stringify(stored).length).toBeLessThan(400_000);
    expect((await store.readAudits()).audits[0]?.findings).toHaveLength(300);
  });
});
