import { expect, it } from 'vitest';
import { REGION, stateOf } from './declarations.ts';
import { useLocalDynamo } from './local-table.ts';

const makeStore = useLocalDynamo();

it('reads a state that was written before units were set aside', async () => {
  const { store, put } = await makeStore();
  const { aside, ...older } = stateOf('lm-1', 1);
  await put({ PK: `REGION#${REGION}`, SK: 'PAIR#lm-1#STATE', ...older });
  expect(await store.readState(REGION, 'lm-1')).toEqual({ ...older, aside: {} });
});
