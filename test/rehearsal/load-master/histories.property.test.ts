import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnitName } from '#domain/estate/estate.ts';
import { makeVirtualPair, type VirtualPair } from './virtual-pair.ts';

type Trouble = 'crash' | 'powerOff' | 'powerOn' | 'hang' | 'resume' | 'reboot';

interface Step {
  readonly unit: UnitName;
  readonly trouble: Trouble;
  readonly seconds: number;
}

const steps = fc.array(
  fc.record<Step>({
    unit: fc.constantFrom('first', 'second'),
    trouble: fc.constantFrom('crash', 'powerOff', 'powerOn', 'hang', 'resume', 'reboot'),
    seconds: fc.integer({ min: 0, max: 120 }),
  }),
  { maxLength: 12 },
);

/** Lets time pass with the load balancer polling every 10 s. */
const passPolled = (pair: VirtualPair, seconds: number): void => {
  for (let left = seconds; left > 0; left -= 10) {
    pair.poll();
    pair.pass(Math.min(10, left));
  }
};

const repair = (pair: VirtualPair): void => {
  for (const unit of [pair.first, pair.second]) {
    unit.powerOn();
    unit.resume();
    if (unit.pacified()) unit.clearPacification();
  }
  passPolled(pair, 180);
  for (const unit of [pair.first, pair.second]) if (unit.pacified()) unit.clearPacification();
  passPolled(pair, 180);
};

describe('any history of trouble', () => {
  it.each([true, false])('ends, repaired, with one active unit (Prefer First %s)', (preferFirst) => {
    fc.assert(
      fc.property(steps, (history) => {
        const pair = makeVirtualPair({ preferFirst, behaviour: { dualActiveResolution: 'second-yields' } });
        for (const { unit, trouble, seconds } of history) {
          pair[unit][trouble]();
          passPolled(pair, seconds);
        }
        repair(pair);
        expect(['active/standby', ...(preferFirst ? [] : ['standby/active'])]).toContain(pair.roles());
      }),
      { numRuns: 300 },
    );
  });

  it('shows only answers that fit the machine', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const pair = makeVirtualPair();
        for (const { unit, trouble, seconds } of history) {
          pair[unit][trouble]();
          passPolled(pair, seconds);
          for (const { machine, healthAnswer, acceptsConnections } of [pair.first, pair.second].map(
            (each) => ({
              machine: each.machine(),
              healthAnswer: each.healthAnswer(8444).kind,
              acceptsConnections: each.acceptsConnections(),
            }),
          )) {
            expect(healthAnswer).toBe(
              machine === 'up' ? 'status' : machine === 'hung' ? 'timeout' : 'refused',
            );
            if (machine !== 'up') expect(acceptsConnections).toBe(false);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
