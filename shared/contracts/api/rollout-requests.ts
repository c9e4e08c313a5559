import * as z from 'zod';
import { firmwareTarget } from '#contracts/api/requests.ts';
import { id, region } from '#contracts/estate-file.ts';
import { duration, MAX_WINDOWS, weeklyWindow } from '#contracts/estate-values.ts';
import { ROLLOUT_COMMANDS } from '#domain/rollout/command-rollout.ts';
import { MINUTE_MS } from '#domain/time.ts';

/*
 * What operators send about rollouts. Strict. Here only size and shape count: what a rollout may be, and everything that
 * is wrong with one at once, `make-rollout.ts` says.
 */

/** Together with the name of who asks it fits into the reason of every event that it leads to. */
const LONGEST_WHY = 512;

const why = z.string().trim().min(1).max(LONGEST_WHY).meta({ description: 'The reason, for the journal' });

/** Amazon S3 API, object keys: 1 024 bytes of UTF-8. Shorter here, because it is kept with every order. */
const LONGEST_KEY = 512;

const image = z.strictObject({
  key: z.string().min(1).max(LONGEST_KEY).meta({
    description: 'Object key in the firmware bucket of every region; its last part is the vendor’s file name',
    example: 'images/7.2.61.1.24109.RELEASE-64.bin',
  }),
  sha256: z.string().min(1).max(64).meta({ description: 'From the checksum file that came with the image' }),
});

/** An id, or a pattern of ids. */
const pairs = z
  .array(z.string().min(1).max(64))
  .min(1)
  .max(200)
  .meta({ description: 'Ids of declared pairs, or patterns in which * stands for any run of characters' });

const regions = z.array(region).min(1).max(40).meta({
  description:
    'Whose pairs can be meant: without `pairs` all of these regions. Left out: only those of the region that is asked',
});

const size = z
  .string()
  .regex(/^\d{1,4}%?$/, 'must be a number of pairs or a percentage of all of them, for example "3" or "25%"')
  .transform((text) =>
    text.endsWith('%') ? { percentage: Number(text.slice(0, -1)) } : { count: Number(text) },
  )
  .meta({
    description: 'How many pairs: 3, or 25% of all of them. The last wave takes the rest in any case',
  });

const LONGEST_SOAK_HOURS = 168;

const wave = z
  .strictObject({
    name: id.exactOptional(),
    size: size.exactOptional(),
    soak: duration(0, LONGEST_SOAK_HOURS * 60 * MINUTE_MS, `at most ${LONGEST_SOAK_HOURS}h`).meta({
      description: 'For how long its pairs have to stay well before the next wave begins, for example 30m',
    }),
  })
  .transform(({ soak, ...rest }) => ({ ...rest, soakMs: soak }));

export const rolloutBody = z
  .strictObject({
    target: firmwareTarget,
    image,
    why,
    all: z.literal(true).exactOptional().meta({ description: 'Every pair of the region that is asked' }),
    pairs: pairs.exactOptional(),
    regions: regions.exactOptional(),
    waves: z.array(wave).min(1).max(20).exactOptional().meta({
      description:
        'In order. Left out: one pair, then a quarter of them, then the rest, 30m after one another',
    }),
    concurrency: z.int().min(1).exactOptional().meta({
      description: 'Pairs of one region under way at a time; 1 when left out',
    }),
    windows: z.array(weeklyWindow).min(1).max(MAX_WINDOWS).exactOptional().meta({
      description: 'When pairs may be begun; at any time when left out',
    }),
    maxFailureShare: z.number().min(0).max(1).exactOptional().meta({
      description:
        'A wave in which more than this share of the pairs fails halts the rollout; 0 when left out',
    }),
    needsApproval: z.boolean().exactOptional().meta({
      description: 'Somebody other than its author has to approve it before it starts',
    }),
  })
  .meta({ id: 'RolloutRequest' });

export const rolloutCommandBody = z
  .strictObject({
    command: z.enum([...ROLLOUT_COMMANDS, 'roll-back']),
    why,
    leaveOutRefused: z.boolean().exactOptional().meta({
      description: 'To start: without the pairs in whose way something stands',
    }),
  })
  .refine(({ command, leaveOutRefused }) => leaveOutRefused === undefined || command === 'start', {
    path: ['leaveOutRefused'],
    message: 'is for start',
  })
  .meta({ id: 'RolloutCommand' });
