import { describe, expect, it } from 'vitest';
import { journalView } from '#contracts/api/journal-view.ts';
import { journalReply, pairReply } from '#contracts/api/pair-replies.ts';
import { pairView } from '#contracts/api/pair-views.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import type { JournalEntry } from '#domain/pair/decision.ts';
import type { PairState } from '#domain/pair/state.ts';
import { askedToSet, GEO_PAIR, geoHandoverIn, geoIn, SET, UNSET } from '../../docs/state-geo-samples.ts';
import { NOW } from '../../docs/state-samples.ts';
import { steadyWith } from '../../docs/state-switch-samples.ts';
import { halted } from '../domain/geo/decide-geo-samples.ts';

/* A change of GEO lists as the API shows it: what it answers is what it publishes. */

const operationIn = (state: PairState) =>
  pairReply.parse(pairView({ pair: GEO_PAIR, state }, ALWAYS, NOW)).operation;

const onSecond = geoIn('setting', {
  unit: 'second',
  servedBy: 'second',
  failovers: 1,
  units: { first: SET, second: askedToSet(UNSET) },
});

const seen = {
  cluster: 'shop',
  why: 'turn 3 of shop',
  phase: 'setting',
  unit: 'second',
  startedAt: '2026-05-01T09:55:00.000Z',
  phaseSince: '2026-05-01T09:59:50.000Z',
  set: ['first'],
  failovers: 1,
};

describe('a pair', () => {
  it('shows which unit has its turn, and which have had lists set', () => {
    expect(operationIn({ ...steadyWith('second'), operation: onSecond })).toEqual({
      kind: 'syncing-geo',
      ...seen,
    });
  });

  it('shows nothing of a unit before one has its turn', () => {
    const operation = operationIn({ ...steadyWith('first'), operation: geoIn('setting') });
    expect(operation).toMatchObject({ kind: 'syncing-geo', set: [], failovers: 0 });
    expect(operation).not.toHaveProperty('unit');
    expect(operation).not.toHaveProperty('trouble');
  });

  it('shows where a halted one stopped, and why', () => {
    const trouble = 'second: partners, geo-list-too-long';
    expect(operationIn(halted({ ...onSecond, trouble }))).toEqual({
      kind: 'halted-geo',
      ...seen,
      trouble,
      because: 'geo-lists-not-set',
      words: expect.stringMatching(/^the GEO lists of a unit could not be set/),
      haltedAt: '2026-05-01T10:00:00.000Z',
    });
  });

  it('shows the handover that an abort has left to turn round', () => {
    const operation = operationIn({ ...steadyWith('first'), operation: geoHandoverIn('undoing') });
    expect(operation).toMatchObject({ kind: 'switching', cause: 'geo', to: 'second' });
  });
});

describe('the journal', () => {
  it('has what was asked of a unit in words', () => {
    const { job } = askedToSet(UNSET);
    if (job === undefined) throw new Error('nothing was asked');
    const entry: JournalEntry = {
      pairId: GEO_PAIR.id,
      version: 8,
      at: NOW,
      by: 'geo',
      reason: 'geo-begun',
      from: 'steady',
      to: 'steady',
      operation: 'GEO lists: setting first',
      evidence: [],
      actions: [{ kind: 'begin-job', unit: 'first', jobId: job.id, job: job.job }],
      outcomes: [{ kind: 'done' }],
    };
    const { entries } = journalReply.parse(journalView({ entries: [entry], damaged: [] }));
    expect(entries).toMatchObject([
      {
        by: 'geo',
        reason: 'geo-begun',
        words: 'setting the GEO lists was begun',
        operation: 'GEO lists: setting first',
        actions: [
          {
            kind: 'begin-job',
            words:
              'make a backup of first, then set its Remote GEO LoadMaster Access (4 addresses) and GEO LoadMaster Partners (3 addresses)',
            outcome: { kind: 'done' },
          },
        ],
      },
    ]);
  });
});
