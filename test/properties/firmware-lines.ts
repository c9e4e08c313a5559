/** What an order wants, as against what the units ran at the beginning (`FIRMWARE_LINES`). */
export type TargetName = 'newer' | 'older' | 'same' | 'below-floor' | 'across-secret';

/**
 * `good` the image it says it is; `bad` the unit or the checksum refuses it, for good or at every try (`refused`);
 * `mislabelled` another version than its name says; `misnamed` of another version by its name; `none` the order has no
 * image, so that the previous version is restored.
 */
export type ImageKind = 'good' | 'bad' | 'refused' | 'mislabelled' | 'misnamed' | 'none';

/** What the units run and ran before, and what each kind of target is from there. */
export const FIRMWARE_LINES = {
  'with a secret': {
    version: '7.2.54.12.22642.RELEASE',
    previous: '7.2.54.11.22300.RELEASE',
    targets: {
      newer: '7.2.54.13',
      older: '7.2.54.11',
      same: '7.2.54.12',
      'below-floor': '7.2.35.1',
      'across-secret': '7.2.54.9',
    },
  },
  'without a secret': {
    version: '7.2.54.8.21500.RELEASE',
    previous: '7.2.48.10.21400.RELEASE',
    targets: {
      newer: '7.2.54.9',
      older: '7.2.48.10',
      same: '7.2.54.8',
      'below-floor': '7.2.35.1',
      'across-secret': '7.2.54.12',
    },
  },
  'at the floor': {
    version: '7.2.36.2.16000.RELEASE',
    previous: '7.2.35.1.15000.RELEASE',
    targets: {
      newer: '7.2.48.10',
      older: '7.2.36.0',
      same: '7.2.36.2',
      'below-floor': '7.2.35.1',
      'across-secret': '7.2.54.12',
    },
  },
} as const satisfies Record<
  string,
  {
    readonly version: string;
    readonly previous: string;
    readonly targets: Readonly<Record<TargetName, string>>;
  }
>;

export type FirmwareLine = keyof typeof FIRMWARE_LINES;
