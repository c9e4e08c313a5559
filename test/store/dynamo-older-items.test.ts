import { expect, it } from 'vitest';
import { REGION, stateOf } from './declarations.ts';
import { useLocalDynamo } from './local-table.ts';

const makeStore = useLocalDynamo();

it.each([
  { before: 'units were set aside', lacks: 'aside' },
  { before: 'GEO lists were set', lacks: 'geo' },
] as const)('reads a state that was written before $before', async ({ lacks }) => {
  const { store, put } = await makeStore();
  const { [lacks]: _, ...older } = stateOf('lm-1', 1);
  await put({ PK: `REGION#${REGION}`, SK: 'PAIR#lm-1#STATE', ...older });
  expect(await store.readState(REGION, 'lm-1')).toEqual({ ...older, [lacks]: {} });
});
