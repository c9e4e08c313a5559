import { describe } from 'vitest';
import { makeMemoryAuditStore } from '#store/memory/audit-store.ts';
import { testAuditStore } from './audit-store.contract.ts';

describe('the audit store in memory', () => {
  testAuditStore(makeMemoryAuditStore);
});
