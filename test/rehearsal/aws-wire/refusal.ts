import { ServiceException } from '@smithy/core/client';
import { expect } from 'vitest';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What an SDK client made of a refused call. */
export const refusalOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => new Error('the call was not refused'),
    (reason) => reason,
  );
  if (!(error instanceof ServiceException)) throw error;
  expect(error.$metadata.requestId).toMatch(UUID);
  return {
    name: error.name,
    status: error.$metadata.httpStatusCode,
    message: error.message,
    fault: error.$fault,
  };
};
