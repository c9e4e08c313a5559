/** Splits ids, each once, into as few calls as there can be. */
export const inCallsOf = (perCall: number, ids: readonly string[]): readonly string[][] => {
  const once = [...new Set(ids)];
  return Array.from({ length: Math.ceil(once.length / perCall) }, (_, call) =>
    once.slice(call * perCall, (call + 1) * perCall),
  );
};
