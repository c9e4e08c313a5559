import { describe, expect, it } from 'vitest';
import { SETTLE_TIMEOUT_MS } from '#domain/switchover/timing.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import { switchIn } from '../../docs/state-switch-samples.ts';
import { HANDOVER_TIMEOUT, phaseTable, REBOOT_TIMEOUT, SHORT } from './switch-phases.ts';
import { says } from './switch-samples.ts';

describe('the new unit is lost', () => {
  const undone = 'undoing → switching to first: undoing: set the health check port of second to 8444';
  phaseTable([
    {
      when: 'before the handover is asked, by one answer that does not come: it is asked again',
      phase: 'handing-over',
      for: SHORT,
      more: { healthPortMoved: false },
      next: 'standing by, silent',
      says: 'waiting-unknown',
    },
    {
      when: 'before the handover is asked, by many: nothing is moved',
      phase: 'handing-over',
      for: HANDOVER_TIMEOUT + 1,
      more: { healthPortMoved: false },
      next: 'standing by, silent',
      says: 'halted → halted: loadmaster-unread',
    },
    {
      when: 'right after preparing: nothing is moved',
      phase: 'preparing',
      for: SHORT,
      next: 'shutting down',
      says: 'halted → halted: partner-lost',
    },
    {
      when: 'before the old unit stepped out: it is not asked again',
      phase: 'handing-over',
      for: SHORT,
      next: 'shutting down',
      says: 'halted → halted: partner-lost',
    },
    {
      when: 'shutting down while the old unit is out of sight: no time is lost',
      phase: 'handing-over',
      for: SHORT,
      old: 'out of sight',
      next: 'shutting down',
      says: undone,
    },
    {
      when: 'while the old unit is out of sight, and does not answer: it may still take over',
      phase: 'stepping-down',
      for: SHORT,
      old: 'out of sight',
      next: 'standing by, silent',
      says: 'waiting-unknown → switching to first: undoing',
    },
    {
      when: 'and has as long as a change of roles takes',
      phase: 'undoing',
      for: 50 * SECOND_MS,
      old: 'out of sight',
      next: 'standing by, silent',
      says: 'waiting-unknown',
    },
    {
      when: 'and is gone after that: the old one comes back',
      phase: 'undoing',
      for: 50 * SECOND_MS + 1,
      old: 'out of sight',
      next: 'standing by, silent',
      says: 'undoing: set the health check port of second to 8444',
    },
    {
      when: 'or nobody says so, however long: unknown never acts',
      phase: 'undoing',
      for: 10 * MINUTE_MS,
      old: 'out of sight',
      next: 'not read',
      says: 'waiting-unknown',
    },
    {
      when: 'while the old unit is out of sight, and is going: the old one comes back at once',
      phase: 'stepping-down',
      for: SHORT,
      old: 'out of sight',
      next: 'shutting down',
      says: undone,
    },
    {
      when: 'while the old unit is out of sight, its role given up: it comes back',
      phase: 'stepping-down',
      for: SHORT,
      old: 'out of sight, rebooted',
      next: 'shutting down',
      says: undone,
    },
    {
      when: 'while the old unit is in sight: it serves',
      phase: 'stepping-down',
      for: SHORT,
      old: 'serving',
      next: 'shutting down',
      says: 'halted → halted: partner-lost',
    },
    {
      when: 'and says that it stands by, so the old unit may come back',
      phase: 'stepping-down',
      for: SHORT,
      old: 'out of sight',
      next: 'standing by',
      says: undone,
    },
  ]);

  it('is not what a look says in which the load balancer says nothing', () => {
    const op = switchIn('first', 'stepping-down');
    expect(says({ to: 'first', op, old: 'out of sight', next: 'not read' })).toBe('waiting-unknown');
  });

  it('is not what a look says in which only the load balancer does not have it: it takes itself to be active', () => {
    const op = switchIn('first', 'stepping-down');
    expect(says({ to: 'first', op, old: 'out of sight', next: 'active, not healthy' })).toBe(
      'waiting-for-partner',
    );
  });
});

describe('the old unit’s LoadMaster is not read', () => {
  const silent = 'standing by, silent';
  phaseTable([
    { when: 'preparing', phase: 'preparing', for: MINUTE_MS, old: silent, says: 'waiting-unknown' },
    {
      when: 'preparing for too long',
      phase: 'preparing',
      for: MINUTE_MS + 1,
      old: silent,
      says: 'halted → halted: loadmaster-unread',
    },
    {
      when: 'to be asked to hand over',
      phase: 'handing-over',
      for: HANDOVER_TIMEOUT,
      more: { healthPortMoved: false },
      old: 'serving, LoadMaster not read',
      says: 'waiting-unknown',
    },
    {
      when: 'to be asked to hand over, for too long',
      phase: 'handing-over',
      for: HANDOVER_TIMEOUT + 1,
      more: { healthPortMoved: false },
      old: 'serving, LoadMaster not read',
      says: 'halted → halted: loadmaster-unread',
    },
    {
      when: 'handing over',
      phase: 'handing-over',
      for: HANDOVER_TIMEOUT,
      old: silent,
      says: 'waiting-unknown',
    },
    {
      when: 'handing over for too long: it is turned round, and waits for it',
      phase: 'handing-over',
      for: HANDOVER_TIMEOUT + 1,
      old: silent,
      says: 'waiting-unknown → switching to first: undoing',
    },
    {
      when: 'stepping down',
      phase: 'stepping-down',
      for: REBOOT_TIMEOUT,
      old: silent,
      next: 'serving',
      says: 'waiting-unknown',
    },
    {
      when: 'stepping down for too long',
      phase: 'stepping-down',
      for: REBOOT_TIMEOUT + 1,
      old: silent,
      next: 'serving',
      says: 'halted → halted: did-not-step-down',
    },
    {
      when: 'rebooting',
      to: 'second',
      phase: 'stepping-down',
      for: REBOOT_TIMEOUT,
      more: { rebootedAt: NOW - REBOOT_TIMEOUT },
      old: silent,
      next: 'serving',
      says: 'waiting-for-old-active',
    },
    {
      when: 'rebooting for too long',
      to: 'second',
      phase: 'stepping-down',
      for: REBOOT_TIMEOUT + 1,
      more: { rebootedAt: NOW - REBOOT_TIMEOUT },
      old: silent,
      next: 'serving',
      says: 'halted → halted: did-not-come-back',
    },
    {
      when: 'settling: the preference of the old unit is not known yet',
      phase: 'settling',
      for: SHORT,
      old: silent,
      next: 'serving',
      says: 'settling',
    },
    {
      when: 'settling for too long: the roles are right, and what is left is drift',
      phase: 'settling',
      for: SETTLE_TIMEOUT_MS + 1,
      old: silent,
      next: 'serving',
      says: 'switched → idle',
    },
    { when: 'undoing', phase: 'undoing', for: REBOOT_TIMEOUT, old: silent, says: 'waiting-unknown' },
    {
      when: 'undoing for too long',
      phase: 'undoing',
      for: REBOOT_TIMEOUT + 1,
      old: silent,
      says: 'halted → halted: did-not-come-back',
    },
  ]);
});
