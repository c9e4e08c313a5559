import type { HaltReason } from '#domain/drain/operation.ts';
import type { Reason } from '#domain/reason.ts';

/** Each reason as a sentence. */
export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  'nothing-changed': 'nothing has changed',
  'first-look': 'this was the first look at the pair',
  'situation-changed': 'the situation changed',
  'active-unit-changed': 'the other unit became active',
  'observers-silent': 'the observers have stopped answering; what was seen last still stands',
  'observers-back': 'the observers answer again',
  'nothing-to-drain': 'no unit is asked to leave',
  'observe-only': 'the pair is in observe mode: this is what would have been done',
  held: 'an operator holds the pair',
  'region-frozen': 'automatic actions are frozen in the region',
  'already-handled': 'this request was dealt with before',
  'not-due-yet': 'the maintenance is announced and not due yet',
  'waiting-for-other-operation': 'another operation is under way on the pair',
  'rebalance-ignored': 'policy ignores rebalance recommendations',
  'event-too-old': 'the warning is long past its deadline and the instance runs all the same',
  'refused-last-serving-unit':
    'refused: the partner does not serve and cannot take over, so nobody would be left',
  'refused-unknown': 'refused: not everything about the pair could be read',
  'refused-not-managed': 'refused: the instance does not carry the tag understudy:managed=true',
  'refused-token-mismatch': 'refused: the confirm token is of another decision; make a dry run again',
  'handover-asked': 'the leaving unit was asked to step out of sight so that its partner takes over',
  'waiting-for-partner': 'waiting for the partner to be healthy at the load balancer',
  'waiting-for-failing-health':
    'waiting for the load balancer to stop sending new connections to the leaving unit',
  'waiting-for-last-moment': 'no handover is possible: the unit serves until it goes',
  deregistering: 'the unit is being deregistered from its target groups',
  'waiting-for-unused': 'waiting until no target group uses the unit any more',
  'waiting-unknown': 'waiting: something needed for the next step could not be read',
  releasing: 'the unit is out of service and is let go',
  'waiting-for-release': 'waiting for the unit to go, or to come back from its reboot',
  'drain-done': 'the drain is done',
  'drain-cancelled': 'the drain was cancelled',
  returning: 'the unit is being brought back into service',
  returned: 'the unit is back',
  halted: 'the operation failed and waits for an operator to resume or abort it',
  'hold-placed': 'an operator placed a hold',
  'hold-lifted': 'the hold was lifted',
  'operation-resumed': 'an operator resumed the operation',
  'operation-aborted': 'an operator aborted the operation',
  'malformed-event': 'an event about the pair could not be understood',
};

/** Why an operation stopped, and what to look at. */
export const HALT_WORDS: Readonly<Record<HaltReason, string>> = {
  'partner-did-not-take-over':
    'the partner did not become healthy at the load balancer in time; the unit was brought back',
  'partner-lost': 'the partner does not serve any more; the unit was brought back where it could be',
  'loadmaster-unread': 'the LoadMaster API could not be used for the handover; the unit was brought back',
  'not-managed':
    'the instance does not carry the tag understudy:managed=true, so it is not ours to stop or terminate',
  'did-not-become-unused':
    'the target groups did not let go of the unit within the longest deregistration delay',
  'did-not-come-back': 'the unit did not come back into service in time',
  'release-did-not-take': 'the instance did not begin to stop or terminate after it was told to',
};
