import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { othersOf, PlacementError, placementOf } from '../../deploy/placement.ts';

const EUROPE = 'eu-west-1,eu-central-1,eu-north-1';

describe('where a deployment is', () => {
  it('is the region of its stack, where none is named', () => {
    const placement = placementOf({ own: 'eu-west-1', regions: '', homeRegion: '' });
    expect(placement).toEqual({ own: 'eu-west-1', home: 'eu-west-1', regions: ['eu-west-1'] });
    expect(othersOf(placement)).toEqual([]);
  });

  it('is every region that is named, whatever their order, once each', () => {
    const named = { own: 'eu-central-1', homeRegion: 'eu-west-1' };
    const placement = placementOf({ ...named, regions: ' eu-west-1, eu-central-1,us-gov-west-1,eu-west-1,' });
    expect(placement.regions).toEqual(['eu-central-1', 'eu-west-1', 'us-gov-west-1']);
    expect(placement.home).toBe('eu-west-1');
    expect(othersOf(placement)).toEqual(['eu-west-1', 'us-gov-west-1']);
  });

  it.each([
    { what: 'several regions without a home', own: 'eu-west-1', regions: EUROPE, homeRegion: '' },
    { what: 'a home among none', own: 'eu-west-1', regions: EUROPE, homeRegion: 'us-east-1' },
    { what: 'another home than the only region', own: 'eu-west-1', regions: '', homeRegion: 'us-east-1' },
    { what: 'regions without the own', own: 'us-east-1', regions: EUROPE, homeRegion: 'eu-west-1' },
    { what: 'no region', own: 'eu-west-1', regions: 'eu-west-1,Ireland', homeRegion: 'eu-west-1' },
    { what: 'a zone', own: 'eu-west-1', regions: 'eu-west-1,eu-west-1a', homeRegion: 'eu-west-1' },
  ])('is refused for $what', ({ own, regions, homeRegion }) => {
    expect(() => placementOf({ own, regions, homeRegion })).toThrow(PlacementError);
  });

  it('gives exactly one of its stacks the table', () => {
    const region = fc.constantFrom('eu-west-1', 'eu-central-1', 'us-east-1', 'ap-southeast-2', 'sa-east-1');
    const deployment = fc
      .uniqueArray(region, { minLength: 1 })
      .chain((all) => fc.record({ all: fc.constant(all), homeRegion: fc.constantFrom(...all) }));
    fc.assert(
      fc.property(deployment, ({ all, homeRegion }) => {
        const stacks = all.map((own) => placementOf({ own, regions: all.join(','), homeRegion }));
        expect(stacks.filter(({ own, home }) => own === home)).toHaveLength(1);
      }),
    );
  });
});
