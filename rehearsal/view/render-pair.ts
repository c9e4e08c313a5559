import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { StatusSquare } from '#domain/pair/status-square.ts';
import { SECOND_MS } from '#domain/time.ts';
import type { Colours } from '#rehearsal/view/colours.ts';
import type { PairSnapshot, Snapshot, TrafficSnapshot, UnitSnapshot } from '#rehearsal/view/snapshot.ts';

/** The LoadMaster's own coloured square, with an A on the active unit; without colours the first letter says which. */
export const squareText = ({ colour, active }: StatusSquare, colours: Colours): string => {
  const text = active ? '[A]' : '[ ]';
  switch (colour) {
    case 'green':
      return colours.green(text);
    case 'yellow':
      return colours.yellow(text);
    case 'red':
      return colours.red(text);
    case 'blue':
      return colours.blue(text);
    case 'grey':
      return colours.gray(text);
    case 'none':
      return '   ';
    default:
      return colour satisfies never;
  }
};

const targetsText = (targets: UnitSnapshot['targets'], colours: Colours): string => {
  const counted = [...new Set(targets)].map((state) => {
    const count = targets.filter((each) => each === state).length;
    const text = count === targets.length ? state : `${state} ×${count}`;
    return state === 'healthy' ? colours.green(text) : text;
  });
  return counted.length === 0 ? colours.dim('not registered') : counted.join(', ');
};

const unitText = (name: string, unit: UnitSnapshot, isChosen: boolean, colours: Colours): string => {
  const { square, instance, targets, loadMaster, instanceId } = unit;
  const shown = isChosen ? colours.inverse(name.padEnd(6)) : name.padEnd(6);
  const state = instance === 'running' ? instance.padEnd(13) : colours.yellow(instance.padEnd(13));
  return `    ${shown} ${squareText(square, colours)} ${square.colour.padEnd(6)} ${instanceId}  ${state} LoadMaster: ${loadMaster.padEnd(13)} targets: ${targetsText(targets, colours)}`;
};

const trafficText = (traffic: TrafficSnapshot | undefined, colours: Colours): string => {
  if (traffic === undefined) return colours.dim('no clients yet');
  const { perSecond, failedPerSecond, failed, servedBy } = traffic;
  const by = servedBy.length === 0 ? colours.red('nobody') : servedBy.join(' and ');
  const failing = failedPerSecond === 0 ? '' : colours.red(`, ${failedPerSecond}/s fail`);
  return `${perSecond} connections/s served by ${by}${failing} (${failed} failed so far)`;
};

const operationText = ({ operation, deadlineInMs }: PairSnapshot, colours: Colours): string => {
  if (operation === 'idle') return colours.dim(operation);
  const left =
    deadlineInMs === undefined ? '' : `, ${Math.max(0, Math.ceil(deadlineInMs / SECOND_MS))} s left`;
  return colours.cyan(`${operation}${left}`);
};

const situationText = (situation: string, colours: Colours): string => {
  if (situation === 'steady') return colours.green(situation);
  return situation === 'switching' ? colours.yellow(situation) : colours.red(situation);
};

/** Three lines: the pair, and each of its units. */
export const pairLines = (
  pair: PairSnapshot,
  number: number,
  { chosen }: Pick<Snapshot, 'chosen'>,
  colours: Colours,
): readonly string[] => {
  const isChosen = chosen.pairId === pair.id;
  const mark = isChosen ? colours.bold('▸') : ' ';
  const held = pair.hold === undefined ? '' : ` · ${colours.yellow(`held: ${pair.hold}`)}`;
  return [
    `${mark} ${number} ${colours.bold(pair.id)} (${[pair.mode, pair.kind].filter((word) => word !== undefined).join(', ')}) · ${situationText(pair.situation, colours)} · ${operationText(pair, colours)}${held} · ${trafficText(pair.traffic, colours)}`,
    ...UNIT_NAMES.map((name) => unitText(name, pair.units[name], isChosen && chosen.unit === name, colours)),
  ];
};
