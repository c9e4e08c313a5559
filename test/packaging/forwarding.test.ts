import { describe, expect, it } from 'vitest';
import { OWN_SOURCE, ownEvents } from '#contracts/events/own-events.ts';
import { compilePattern } from '#rehearsal/event-bus/pattern.ts';
import { FORWARDED, forwardingResources, leaving } from '../../deploy/forwarding.ts';
import { placementOf } from '../../deploy/placement.ts';

const REGIONS = ['eu-central-1', 'eu-west-1', 'us-east-1'];

const resourcesIn = (own: string, regions: readonly string[] = REGIONS) =>
  forwardingResources(placementOf({ own, regions: regions.join(','), homeRegion: regions[0] ?? '' }), {
    busName: 'understudy-dev',
    retryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 8 },
  });

const event = (detailType: string, region: string) => ({
  source: 'understudy',
  'detail-type': detailType,
  region,
  detail: {},
});

describe('what is forwarded', () => {
  it('is of the events that there are', () => {
    expect(FORWARDED.source).toBe(OWN_SOURCE);
    expect(Object.keys(ownEvents)).toEqual(expect.arrayContaining([...FORWARDED.detailTypes]));
  });

  it.each(FORWARDED.detailTypes)('is %s, by the region where it began alone', (detailType) => {
    const leaves = REGIONS.filter((own) => compilePattern(leaving(own))(event(detailType, 'eu-west-1')));
    expect(leaves).toEqual(['eu-west-1']);
  });

  it.each(['Pair Continue', 'Geo Requested', 'Operator Command', 'Drain Requested'])(
    'is not %s, which is an order to one region',
    (detailType) => {
      expect(compilePattern(leaving('eu-west-1'))(event(detailType, 'eu-west-1'))).toBe(false);
    },
  );
});

describe('the rules that forward', () => {
  it('lead to every other region, and not back', () => {
    expect(Object.keys(resourcesIn('eu-west-1'))).toEqual([
      'ForwardToEuCentral1',
      'ForwardToUsEast1',
      'ForwardingRole',
    ]);
  });

  it('are not there where there is one region', () => {
    expect(resourcesIn('eu-west-1', ['eu-west-1'])).toEqual({});
  });
});
