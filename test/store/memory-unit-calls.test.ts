import { describe } from 'vitest';
import { makeMemoryUnitCalls } from '#store/memory/unit-calls.ts';
import { testUnitCalls } from './unit-calls.contract.ts';

describe('the calls of units in memory', () => {
  testUnitCalls({ make: makeMemoryUnitCalls });
});
