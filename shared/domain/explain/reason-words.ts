import type { HaltReason } from '#domain/pair/halt.ts';
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
  'nothing-to-switch': 'no switchover is under way or halted',
  'refused-already-active': 'refused: that unit is the active one',
  'refused-not-steady': 'refused: the pair is not steady, so a switchover could leave nobody serving',
  'refused-not-standby':
    'refused: the LoadMasters do not say that one is active and the other stands by, as the load balancer sees it',
  'refused-reboot-budget':
    'refused: the first unit would be rebooted, and has been too often within five minutes',
  'wrong-partner':
    "nothing is done: a LoadMaster's partner address is not the other unit of the pair; either it or the estate is wrong",
  'wrong-designation':
    'nothing is done: the HA mode of a LoadMaster is not the declared one; either it or the estate is wrong',
  'setting-preference': 'the preferred host of the units is set so that neither takes the role back half-way',
  'waiting-for-old-active': 'waiting for the unit that was active to stand by',
  'stepping-down': 'the unit that was active is made the standby',
  settling: 'the roles are as asked; the preferred host is put back to what is declared',
  switched: 'the switchover is done: the new unit is healthy at the load balancer, the old one is not',
  undoing: 'the switchover is turned round: the unit that was active comes back into sight',
  'switch-undone': 'the switchover was undone',
  'nothing-to-return': 'no host is preferred, so there is nothing to return to',
  'preferred-is-active': 'the preferred unit is active',
  'units-return-by-themselves': 'the units are set to Prefer First and return by themselves',
  'preferred-not-ready': 'the preferred unit could not take over now',
  'in-hold-down': 'the preferred unit has not been healthy for long enough yet',
  'waiting-for-approval': 'the return waits for an operator to approve it',
  'outside-window': 'the return waits for its window to open',
  flapping: 'returns have stopped: there were too many, and nobody has acknowledged that yet',
  'flap-stop':
    'the pair returned to its preferred unit too often; it stays where it is until somebody acknowledges',
  'readiness-noted': 'the preferred unit began, or ceased, to be able to take over',
  'preference-corrected': 'the preferred host of a unit differed from what is declared and is put right',
  'correction-waits':
    'the preferred host of a unit differs from what is declared; it was put right a short while ago',
  'nothing-to-change': 'no firmware is being changed',
  'firmware-refused': 'the change of firmware was refused before anything was touched',
  'firmware-begun': 'the change of firmware was begun',
  'backing-up': 'backups of both units are being made; nothing is touched before they are verified',
  installing: 'the firmware goes onto the unit whose turn it is',
  'waiting-for-job': 'waiting for a backup, an upload or a setting on a unit to be written down as done',
  'waiting-for-roles': 'waiting until one unit serves and the other stands by',
  rebooting: 'the unit is rebooted so that it starts the new firmware',
  'waiting-for-reboot': 'waiting for the unit to come back with the new firmware',
  'setting-secret': 'the partner secret is set on the unit',
  'mixed-too-long': 'the units have run different firmware for too long',
  'firmware-mixed':
    'a unit has started firmware that was left on it: the units run different firmware, and nobody is at work on it',
  'comparing-services': 'waiting until as many virtual services are up as before',
  'firmware-changed': 'both units run the new firmware, and as many virtual services are up as before',
  'firmware-given-up': 'the change of firmware was given up; nothing was changed',
  'firmware-put-off':
    'the window closed before anything was changed; the change of firmware begins anew in the next one',
  'firmware-aborted': 'an operator ended the change of firmware where it stood',
  'same-firmware-again': 'the units run the same firmware again',
  'refused-image-staged':
    'refused: a unit would be rebooted that has other firmware on it, and this would start it',
  'geo-nothing-to-set': 'no GEO lists are to be set',
  'geo-refused': 'setting the GEO lists was refused before anything was touched',
  'geo-begun': 'setting the GEO lists was begun',
  'geo-setting': 'the unit whose turn it is gets its GEO lists, after a backup',
  'geo-waiting-for-lists': 'waiting to read the GEO lists of both units',
  'geo-synced': 'both units have the GEO lists that are declared',
  'geo-given-up': 'setting the GEO lists was given up; none was seen to be set',
  'geo-put-off': 'the window closed before any GEO list was set; the pair gets another turn',
  'geo-aborted': 'an operator ended setting the GEO lists where it stood',
  'nothing-to-fix': 'the audit found nothing that may be put right by itself',
  'fixing-findings': 'putting right what the audit has found',
  'findings-too-old': 'what the audit has seen is too old to act on; the next audit sees again',
  'not-both-active':
    'nothing is done: the load balancer sees both units healthy and their LoadMasters do not both say they are active; its health check is looking at the wrong thing',
  'split-brain-left-alone': 'this split brain was dealt with already',
  'return-approved': 'an operator approved the return to the preferred unit',
  'approval-withdrawn': 'an operator withdrew the approval of the return',
  'flap-acknowledged': 'an operator acknowledged the flapping; returns are allowed again',
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
  'did-not-step-out':
    'the load balancer went on seeing the old unit healthy after its health check port was moved; its health check is looking at another port',
  'new-active-not-healthy':
    'the new unit says it is active and the load balancer does not see it healthy; the old one goes on serving, out of sight of the health check',
  'did-not-step-down':
    'the unit that was active did not become a standby next to the new one; it was taken out of sight again',
  'preference-not-taken': 'the preferred host could not be set on a unit; nothing was moved',
  'split-brain-fenced':
    'both units were active; the one that should not be was taken out of service and stays out until you decide',
  'backup-failed': 'a backup could not be made or verified; nothing was touched',
  'install-failed':
    'the unit did not take the firmware; the job in its record says why, and the partner goes on serving',
  'wrong-version':
    'the unit came back on another version than it was to; the partner serves, and its firmware was not touched',
  'brick-floor':
    'refused at the last look: no unit goes from 7.2.36 or later to below it, and nothing lifts this',
  'roles-unclear':
    'for too long it could not be told which unit serves and which stands by, so neither was taken down',
  'secret-not-set':
    'the partner secret could not be set on the unit, so that the units do not connect; set it on both',
  'services-missing': 'both units run the new firmware, and fewer virtual services are up than before',
  'interrupted-by-drain':
    'an urgent drain put an end to the change of firmware; look at what each unit runs before you go on',
  'geo-lists-not-set':
    'the GEO lists of a unit could not be set, or do not stay as they were set; others are set already, and every unit goes on with what it has',
  'release-did-not-take': 'the instance did not begin to stop or terminate after it was told to',
};
