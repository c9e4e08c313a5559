import { type Judged, judgeEachUnit, whereRead } from '#domain/audit/judge.ts';
import type { Verdict } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { unreadWords } from '#domain/audit/unread-words.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { Reading } from '#domain/pair/seen.ts';

/** Each unit by what one part of AWS says of its instance. */
export const judgeInstances = <T>(
  { pair }: PairSnapshot,
  part: Readonly<Record<string, Reading<T>>>,
  judge: (said: T, unit: UnitName) => Judged,
): Verdict =>
  judgeEachUnit((unit) => whereRead(part[pair.units[unit].instanceId], (said) => judge(said, unit)));

/** `judge` the zones of the two units; unknown as long as one of them is. */
export const whereZonesRead = (
  { pair, aws }: PairSnapshot,
  judge: (zones: Readonly<Record<UnitName, string>>) => Judged,
): Judged => {
  const first = aws.instances[pair.units.first.instanceId];
  const second = aws.instances[pair.units.second.instanceId];
  if (first?.kind === 'read' && second?.kind === 'read')
    return judge({ first: first.value.zone, second: second.value.zone });
  return {
    unknown: [...unreadWords('zone of first', first), ...unreadWords('zone of second', second)].join(', '),
  };
};
