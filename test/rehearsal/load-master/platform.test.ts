import { describe, expect, it } from 'vitest';
import { makeManagedPair } from './managed-pair.ts';

const FIELDS = { HaMode: 'master', HaPrefered: '1', Partner: '10.0.1.6', Port: '8444' };

describe('cloud HA commands', () => {
  it.each([
    { platform: 'aws', command: 'getawshaparams', element: 'AwsHA' },
    { platform: 'azure', command: 'getazurehaparams', element: 'AzureHA' },
    { platform: 'aws', command: 'getcloudhaparams', element: 'CloudHA' },
    { platform: 'azure', command: 'getcloudhaparams', element: 'CloudHA' },
  ] as const)('$command on $platform answers with $element', ({ platform, command, element }) => {
    const { first } = makeManagedPair({ platform });
    expect(first.call(command)).toMatchObject({ v1: { [element]: FIELDS }, v2: FIELDS });
  });

  it.each([
    { platform: 'aws', setters: ['awshamode', 'setcloudhamode'], refused: ['azurehamode'] },
    { platform: 'azure', setters: ['azurehamode', 'setcloudhamode'], refused: ['awshamode'] },
    { platform: 'none', setters: [], refused: ['awshamode', 'azurehamode', 'setcloudhamode'] },
  ] as const)('on $platform: $setters, not $refused', ({ platform, setters, refused }) => {
    for (const command of setters)
      expect(makeManagedPair({ platform }).first.call(command, { hamode: 'single' }).kind).toBe('done');
    for (const command of refused) {
      const { first, pair } = makeManagedPair({ platform });
      expect(first.call(command, { hamode: 'single' })).toMatchObject({ kind: 'failed', code: 422 });
      expect(pair.first.cloudHa().mode).toBe('first');
    }
  });

  it.each([
    { platform: 'aws', command: 'azurehaparam' },
    { platform: 'azure', command: 'awshaparam' },
    { platform: 'none', command: 'setcloudhaparam' },
  ] as const)('$command on $platform changes nothing', ({ platform, command }) => {
    const { first, pair } = makeManagedPair({ platform });
    expect(first.call(command, { haprefered: '0' })).toMatchObject({ kind: 'failed', code: 422 });
    expect(pair.first.cloudHa().preferFirst).toBe(true);
  });

  it.each(['getawshaparams', 'getazurehaparams', 'getcloudhaparams'])(
    '%s in no cloud is empty',
    (command) => {
      expect(makeManagedPair({ platform: 'none' }).first.call(command)).toEqual({
        kind: 'data',
        v1: {},
        v2: {},
      });
    },
  );

  it.each([
    { platform: 'aws', command: 'getazurehaparams' },
    { platform: 'azure', command: 'getawshaparams' },
  ] as const)('$command on $platform is refused', ({ platform, command }) => {
    expect(makeManagedPair({ platform }).first.call(command)).toMatchObject({ kind: 'failed', code: 422 });
  });
});
