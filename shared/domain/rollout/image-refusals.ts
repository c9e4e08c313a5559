import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import { namesVersion } from '#domain/firmware/image-name.ts';
import { quoted } from '#domain/quoted.ts';
import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';

/** The only place of the firmware bucket that images are read from; the rest is short enough for a key of the table. */
const IMAGE_KEY = /^images\/[\x21-\x7e]{1,900}$/;

const SHA256 = /^[0-9a-f]{64}$/;

/** What is wrong with an image before anybody has read it. */
export const imageRefusals = ({ key, sha256 }: FirmwareImage, target: string): readonly RolloutRefusal[] => [
  ...(IMAGE_KEY.test(key)
    ? []
    : [
        refusal(
          'wrong-image',
          `${quoted(key)} is not under images/ in the firmware bucket`,
          'upload the image there, under a key of visible ASCII characters',
        ),
      ]),
  ...(namesVersion(key, target)
    ? []
    : [
        refusal(
          'wrong-image',
          `the name of the image ${quoted(key)} does not begin with ${target}`,
          "give the target's image under the file name that the vendor gave it",
        ),
      ]),
  ...(SHA256.test(sha256)
    ? []
    : [
        refusal(
          'bad-checksum',
          `${quoted(sha256)} is not a SHA-256 of 64 hexadecimal digits in lower case`,
          'copy it from the checksum file that came with the image',
        ),
      ]),
];
