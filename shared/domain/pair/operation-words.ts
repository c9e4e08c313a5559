import type { Operation } from '#domain/pair/state.ts';

/** An operation in a few words for the journal: `idle`, `draining second: handing-over`, `switching to first: stepping-down`, `halted: partner-lost`. */
export const operationWords = (operation: Operation): string => {
  switch (operation.kind) {
    case 'idle':
      return 'idle';
    case 'draining':
      return `draining ${operation.unit}: ${operation.phase}`;
    case 'switching':
      return `switching to ${operation.to}: ${operation.phase}`;
    case 'upgrading': {
      const { order, phase, unit } = operation;
      return `firmware ${order.target}: ${phase}${unit === undefined ? '' : ` ${unit}`}`;
    }
    case 'syncing-geo': {
      const { phase, unit } = operation;
      return `GEO lists: ${phase}${unit === undefined ? '' : ` ${unit}`}`;
    }
    case 'halted':
      return `halted: ${operation.because}`;
    default:
      return operation satisfies never;
  }
};
