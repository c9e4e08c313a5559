import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { explain } from '#domain/explain/explain.ts';
import { explanationText } from '#domain/explain/explanation-text.ts';
import { geoSentence, geoSentences } from '#domain/explain/geo-sentence.ts';
import { geoStepsAhead } from '#domain/explain/geo-steps.ts';
import { setListsWords } from '#domain/explain/geo-words.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import type { GeoResult } from '#domain/geo/operation.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  askedToSet,
  FIRST_IS_RIGHT,
  GEO_PAIR,
  type GeoLook,
  geoIn,
  lookAtGeo,
  recordedSet,
  SET,
  secondInTurn,
  UNSET,
} from '../../docs/state-geo-samples.ts';
import { NOW } from '../../docs/state-samples.ts';
import { steadyWith } from '../../docs/state-switch-samples.ts';
import { halted } from './geo/decide-geo-samples.ts';

const steady = steadyWith('first');

/** The explanation of a fresh look, without what was seen. */
const textOf = (state: PairState, look: GeoLook = {}): string => {
  const seen = lookAtGeo(look);
  const decision = decide(
    state,
    seen,
    { pair: GEO_PAIR, frozen: false, window: ALWAYS },
    { concern: 'all' },
    NOW,
  );
  const explained = explain({ pair: GEO_PAIR, state, seen, decision, window: ALWAYS, now: NOW });
  return explanationText(GEO_PAIR, { ...explained, situation: 'steady', seen: [] });
};

describe('explain of a change of GEO lists', () => {
  it('that begins', () => {
    expect(textOf({ ...steady, operation: geoIn('setting') })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady
      operation   setting the lists of GEO cluster shop (turn 3 of shop): the lists of both units are read (for 10 s)
      because     the unit whose turn it is gets its GEO lists, after a backup
      next        now: make a backup of first, then set its Remote GEO LoadMaster Access (4 addresses) and GEO LoadMaster Partners (3 addresses)
                  then: read the lists of first again, and see that they are as declared
                  then: unless the lists of second are as declared already: have second take over, then reboot first
                  then: unless the lists of second are as declared already: make a backup of second, then set its GEO LoadMaster Partners (3 addresses)
                  then: put the preferred host back to what is declared, where that moves no role
      you can     abort the operation: it ends where it stands; lists that are not as declared are reported, and set when the pair has its next turn
      "
    `);
  });

  it('whose job on the master is under way', () => {
    const operation = geoIn('setting', { unit: 'first', units: { first: askedToSet(UNSET) } });
    const look = { jobs: { first: recordedSet('running') } };
    expect(textOf({ ...steady, operation }, look)).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady
      operation   setting the lists of GEO cluster shop (turn 3 of shop): first, the master, gets its Remote GEO LoadMaster Access and GEO LoadMaster Partners (for 10 s)
      because     waiting for a backup, an upload or a setting on a unit to be written down as done
      next        then: make a backup of first, then set its Remote GEO LoadMaster Access (4 addresses) and GEO LoadMaster Partners (3 addresses)
                  then: read the lists of first again, and see that they are as declared
                  then: unless the lists of second are as declared already: have second take over, then reboot first
                  then: unless the lists of second are as declared already: make a backup of second, then set its GEO LoadMaster Partners (3 addresses)
                  then: put the preferred host back to what is declared, where that moves no role
      you can     abort the operation: it ends where it stands; lists that are not as declared are reported, and set when the pair has its next turn
      "
    `);
  });

  it('whose master has its lists, which are read again', () => {
    const operation = geoIn('setting', { unit: 'first', units: { first: SET } });
    expect(textOf({ ...steady, operation }, { lists: { first: 'unread' } })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady
      operation   setting the lists of GEO cluster shop (turn 3 of shop): first, the master, has its lists; they are read again (for 10 s)
      because     waiting to read the GEO lists of both units
      next        then: read the lists of first again, and see that they are as declared
                  then: unless the lists of second are as declared already: have second take over, then reboot first
                  then: unless the lists of second are as declared already: make a backup of second, then set its GEO LoadMaster Partners (3 addresses)
                  then: put the preferred host back to what is declared, where that moves no role
      GEO         the lists of first were set 2 m ago; the backup from before is backups/before
      you can     abort the operation: it ends where it stands; lists that are not as declared are reported, and set when the pair has its next turn
      "
    `);
  });

  it('that hands the role over', () => {
    const look: GeoLook = { first: 'out of sight', second: 'standing by', ...FIRST_IS_RIGHT };
    expect(textOf({ ...steady, operation: secondInTurn('handing-over') }, look)).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady
      operation   setting the lists of GEO cluster shop (turn 3 of shop): first hands over to second, whose turn it is, and reboots (for 10 s)
      because     waiting for the partner to be healthy at the load balancer
      next        then: have second take over, then reboot first
                  then: see first back, standing by and answering 503
                  then: make a backup of second, then set its GEO LoadMaster Partners (3 addresses)
                  then: read the lists of second again, and see that they are as declared
                  then: put the preferred host back to what is declared, where that moves no role
      GEO         the lists of first were set 2 m ago; the backup from before is backups/before
      you can     abort the operation: it ends where it stands, and first is brought back into sight where it can be; lists that are not as declared are reported, and set when the pair has its next turn
      "
    `);
  });

  it('that reboots the old unit', () => {
    const handover = {
      ...secondInTurn('stepping-down', { phaseSince: NOW - MINUTE_MS }),
      servedBy: 'second',
    } as const;
    const look: GeoLook = { first: 'out of sight', second: 'serving', ...FIRST_IS_RIGHT };
    expect(textOf({ ...steady, operation: handover }, look)).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady
      operation   setting the lists of GEO cluster shop (turn 3 of shop): first hands over to second, whose turn it is, and reboots (for 10 s)
      because     the unit that was active is made the standby
      next        now: reboot first
                  then: see first back, standing by and answering 503
                  then: make a backup of second, then set its GEO LoadMaster Partners (3 addresses)
                  then: read the lists of second again, and see that they are as declared
                  then: put the preferred host back to what is declared, where that moves no role
      GEO         the lists of first were set 2 m ago; the backup from before is backups/before
      you can     abort the operation: it ends where it stands, and first is brought back into sight where it can be; lists that are not as declared are reported, and set when the pair has its next turn
      "
    `);
  });

  it('that is on the other unit', () => {
    const operation = geoIn('setting', {
      unit: 'second',
      servedBy: 'second',
      units: { first: SET },
      failovers: 1,
    });
    const look: GeoLook = { first: 'standing by', second: 'serving', ...FIRST_IS_RIGHT };
    expect(textOf({ ...steady, operation }, look)).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady
      operation   setting the lists of GEO cluster shop (turn 3 of shop): second gets its GEO LoadMaster Partners (for 10 s)
      because     the unit whose turn it is gets its GEO lists, after a backup
      next        now: make a backup of second, then set its GEO LoadMaster Partners (3 addresses)
                  then: read the lists of second again, and see that they are as declared
                  then: put the preferred host back to what is declared, where that moves no role
      GEO         the lists of first were set 2 m ago; the backup from before is backups/before
                  the roles moved without being asked to; second was the last to serve
      you can     abort the operation: it ends where it stands; lists that are not as declared are reported, and set when the pair has its next turn
      "
    `);
  });

  it('that settles', () => {
    const operation = geoIn('settling', { units: { first: SET, second: SET } });
    expect(textOf({ ...steady, operation }, { second: 'standing by, silent' })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady
      operation   setting the lists of GEO cluster shop (turn 3 of shop): both units have their lists; what was set aside goes back (for 10 s)
      because     the roles are as asked; the preferred host is put back to what is declared
      next        then: put the preferred host back to what is declared, where that moves no role
      GEO         the lists of first were set 2 m ago; the backup from before is backups/before
                  the lists of second were set 2 m ago; the backup from before is backups/before
      you can     abort the operation: it ends where it stands; lists that are not as declared are reported, and set when the pair has its next turn
      "
    `);
  });

  it('that has halted half-way', () => {
    const operation = geoIn('setting', {
      unit: 'second',
      units: { first: SET },
      trouble: 'second: partners, geo-list-too-long',
    });
    expect(textOf(halted(operation), FIRST_IS_RIGHT)).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady
      operation   halted for 0 s while setting the lists of GEO cluster shop (turn 3 of shop): the GEO lists of a unit could not be set, or do not stay as they were set; others are set already, and every unit goes on with what it has
      because     the operation failed and waits for an operator to resume or abort it
      GEO         the lists of first were set 2 m ago; the backup from before is backups/before
                  it stopped at second: partners, geo-list-too-long
      blocked by  an operator has to resume or abort the halted operation
      you can     resume the operation, once the cause is mended: it goes on with the lists that are not as declared then
                  abort the operation: it ends where it stands; lists that are not as declared are reported, and set when the pair has its next turn
      "
    `);
  });

  it('that has halted in its handover', () => {
    const operation = secondInTurn('undoing', { failed: 'partner-lost' });
    expect(textOf(halted(operation, 'partner-lost'), FIRST_IS_RIGHT)).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady
      operation   halted for 0 s while setting the lists of GEO cluster shop (turn 3 of shop): the partner does not serve any more; the unit was brought back where it could be
      because     the operation failed and waits for an operator to resume or abort it
      GEO         the lists of first were set 2 m ago; the backup from before is backups/before
      blocked by  an operator has to resume or abort the halted operation
      you can     resume the operation, once the cause is mended: it goes on with the lists that are not as declared then
                  abort the operation: it ends where it stands, and first is brought back into sight where it can be; lists that are not as declared are reported, and set when the pair has its next turn
      "
    `);
  });
});

const result = (more: Partial<GeoResult>): PairState => ({
  ...steady,
  geo: {
    last: {
      orderId: 'shop/3',
      cluster: 'shop',
      end: 'done',
      because: [],
      startedAt: NOW - 5 * MINUTE_MS,
      endedAt: NOW - 70 * SECOND_MS,
      roleChanges: 0,
      failovers: 0,
      set: [],
      backups: {},
      ...more,
    },
  },
});

describe('the words of a change of GEO lists', () => {
  it.for([
    ['loadmaster-unread', 'it was given up, and no list was seen to be set; what was set aside goes back'],
    [undefined, 'both units have their lists; what was set aside goes back'],
  ] as const)('that settles after %s', ([failed, words]) => {
    const op = geoIn('settling', failed === undefined ? {} : { failed });
    expect(geoSentence(op, NOW)).toBe(
      `setting the lists of GEO cluster shop (turn 3 of shop): ${words} (for 10 s)`,
    );
  });

  it('that waits for the role of the unit whose turn it is', () => {
    const [step] = geoStepsAhead(geoIn('setting', { unit: 'second', units: { first: SET } }));
    expect(step).toBe('have second take over, then reboot first');
  });

  it('with one address, and with none', () => {
    expect(setListsWords('first', { access: ['10.0.1.5'], partners: [] })).toBe(
      'make a backup of first, then set its Remote GEO LoadMaster Access (1 address) and GEO LoadMaster Partners (0 addresses)',
    );
  });
});

describe('what explain says of the GEO lists besides', () => {
  const twice = geoIn('setting', { unit: 'first', units: { first: { ...UNSET, timesSet: 2 } } });
  it.for([
    ['of a pair of which none were ever set', steady, []],
    ['of one that has what it should', result({}), []],
    [
      'of one that was refused',
      result({ end: 'refused', because: ['held', 'not-steady'] }),
      ['1 m 10 s ago setting its GEO lists was refused: held; not-steady'],
    ],
    [
      'of one that was given up',
      result({ end: 'given-up', because: ['geo-lists-not-set', 'first: access, geo-list-too-long'] }),
      [
        '1 m 10 s ago setting its GEO lists was given up; none was seen to be set: geo-lists-not-set; first: access, geo-list-too-long',
      ],
    ],
    [
      'of one that was aborted half-way',
      result({ end: 'aborted', set: ['first'] }),
      ['1 m 10 s ago setting its GEO lists was ended by an operator, after the lists of first had been set'],
    ],
    [
      'of one that an urgent drain ended',
      result({ end: 'interrupted' }),
      ['1 m 10 s ago setting its GEO lists was ended by an urgent drain'],
    ],
    [
      'of lists that do not stay',
      halted(twice),
      ['the lists of first were set 2 times, and were found otherwise again: somebody else sets them'],
    ],
    ['of a halt for another reason', halted(twice, 'roles-unclear'), []],
    [
      'of roles that moved by themselves',
      { ...steady, operation: geoIn('setting', { failovers: 2 }) },
      ['the roles moved without being asked to, 2 times; first was the last to serve'],
    ],
  ] as const)('%s', ([, state, says]) => {
    expect(geoSentences(state, NOW)).toEqual(says);
  });
});
