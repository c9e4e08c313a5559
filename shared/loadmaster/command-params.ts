import type { CommandParams } from '#loadmaster/api.ts';

/** A value to send: yes and no as 1 and 0, several addresses with commas between them. */
export type ParamValue = string | number | boolean | readonly string[];

/** What to send: only the fields that have a value, because a field that is sent is changed. */
export const commandParams = (fields: Readonly<Record<string, ParamValue | undefined>>): CommandParams =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, written(value)]])),
  );

const written = (value: ParamValue): string => {
  if (typeof value === 'boolean') return value ? '1' : '0';
  // The vendor's own client removes spaces before it sends a list, so a space cannot be the separator.
  return typeof value === 'object' ? value.join(',') : String(value);
};
