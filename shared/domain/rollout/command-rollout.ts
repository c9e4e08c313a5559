import { failuresOf } from '#domain/rollout/failures.ts';
import { noteEvent } from '#domain/rollout/note-event.ts';
import { readinessOf } from '#domain/rollout/readiness.ts';
import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';
import type { RegionProgress, Rollout, RolloutStatus } from '#domain/rollout/rollout.ts';
import { STATUS_WORDS } from '#domain/rollout/rollout-words.ts';
import { fleetOf, idsOf, openWave } from '#domain/rollout/standing.ts';
import { startRefusal } from '#domain/rollout/start-refusal.ts';
import type { EpochMs } from '#domain/time.ts';

/** What an operator can tell a rollout. Rolling back makes a rollout of its own: `make-rollback.ts`. */
export const ROLLOUT_COMMANDS = ['approve', 'start', 'pause', 'resume', 'abort'] as const;

export type RolloutCommand = (typeof ROLLOUT_COMMANDS)[number];

/** Who commands, and why. */
export interface CommandBy {
  readonly by: string;
  readonly why: string;
  /** To `start`: without the pairs in whose way something stands. */
  readonly leaveOutRefused?: boolean;
}

type Carry = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  order: CommandBy,
  now: EpochMs,
) => Rollout | RolloutRefusal;

const approve: Carry = (rollout, _progress, { by, why }, now) => {
  const { spec, createdBy, approvedBy } = rollout;
  if (!spec.needsApproval)
    return refusal('no-approval-needed', 'the rollout needs no approval', 'start it, once it is checked');
  if (approvedBy !== undefined)
    return refusal('already-approved', `${approvedBy} has approved it`, 'start it, once it is checked');
  if (by === createdBy)
    return refusal(
      'needs-another-person',
      `${by} made the rollout and cannot approve it`,
      'ask somebody else to look at the plan and approve it',
    );
  return noteEvent({ ...rollout, approvedBy: by }, by, `approved: ${why}`, now);
};

const leaveOut = (rollout: Rollout, pairIds: readonly string[], by: string, now: EpochMs): Rollout => {
  if (pairIds.length === 0) return rollout;
  const pairs = rollout.pairs.filter(({ pairId }) => !pairIds.includes(pairId));
  return noteEvent({ ...rollout, pairs }, by, `left out, being refused: ${pairIds.join(', ')}`, now);
};

const start: Carry = (rollout, progress, { by, why, leaveOutRefused = false }, now) => {
  const objection = startRefusal(rollout, progress, leaveOutRefused, now);
  if (objection !== undefined) return objection;
  const { refused } = readinessOf(rollout, progress, now);
  const running: Rollout = {
    ...leaveOut(rollout, idsOf(refused), by, now),
    status: 'running',
    startedAt: now,
  };
  return noteEvent(running, by, `started: ${why}`, now);
};

const pause: Carry = (rollout, _progress, { by, why }, now) =>
  noteEvent({ ...rollout, status: 'paused', because: `paused by ${by}: ${why}` }, by, `paused: ${why}`, now);

/** Nobody goes on in spite of failures without their names being written down. */
const resume: Carry = ({ because: _because, ...rest }, progress, { by, why }, now) => {
  const failed = idsOf(failuresOf(rest, openWave(rest, fleetOf(rest, progress)), now));
  const running: Rollout = { ...rest, status: 'running', forgiven: [...rest.forgiven, ...failed] };
  const inSpite = failed.length === 0 ? '' : `, in spite of ${failed.join(', ')}`;
  return noteEvent(running, by, `resumed${inSpite}: ${why}`, now);
};

/** What was released and not begun is not to be begun any more: its time is up now. */
const abort: Carry = (rollout, _progress, { by, why }, now) => {
  const released = rollout.released.map(({ pairId, notAfter = now }) => ({
    pairId,
    notAfter: Math.min(notAfter, now),
  }));
  const because = `aborted by ${by}: ${why}`;
  return noteEvent({ ...rollout, status: 'aborting', because, released }, by, `aborted: ${why}`, now);
};

const COMMANDS: Readonly<
  Record<RolloutCommand, { readonly from: readonly RolloutStatus[]; readonly carry: Carry }>
> = {
  approve: { from: ['planned'], carry: approve },
  start: { from: ['planned'], carry: start },
  pause: { from: ['running'], carry: pause },
  resume: { from: ['paused', 'halted'], carry: resume },
  abort: { from: ['planned', 'running', 'paused', 'halted'], carry: abort },
};

const inStatus = (
  { status, because }: Rollout,
  command: RolloutCommand,
  from: readonly RolloutStatus[],
): RolloutRefusal => {
  if (status === 'done' || status === 'aborted')
    return refusal(
      'ended',
      `the rollout has ended: ${status}${because === undefined ? '' : `, ${because}`}`,
      'plan another one, or roll it back',
    );
  const suitable = from.map((one) => STATUS_WORDS[one]).join(' or ');
  return refusal(
    'wrong-status',
    `the rollout is ${STATUS_WORDS[status]}`,
    `${command} is for a rollout that is ${suitable}`,
  );
};

/** Whether a command was refused. */
export const isRefused = (answer: Rollout | RolloutRefusal): answer is RolloutRefusal => 'code' in answer;

/** What an operator's command makes of a rollout, or why it makes nothing of it. What comes next is decided afterwards. */
export const commandRollout = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  command: RolloutCommand,
  order: CommandBy,
  now: EpochMs,
): Rollout | RolloutRefusal => {
  const { from, carry } = COMMANDS[command];
  return from.includes(rollout.status)
    ? carry(rollout, progress, order, now)
    : inStatus(rollout, command, from);
};
