import type { Reading } from '#domain/pair/seen.ts';

/** `sg-1 not read (throttled)`; nothing where it was read. */
export const unreadWords = (what: string, reading: Reading<unknown> | undefined): readonly string[] =>
  reading?.kind === 'read' ? [] : [`${what} not read (${reading?.code ?? 'not-asked'})`];
