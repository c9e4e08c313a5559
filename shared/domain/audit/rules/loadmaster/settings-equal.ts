import { fewWords } from '#domain/audit/few-words.ts';
import { judgeBoth } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { API_SETTINGS } from '#domain/audit/rules/loadmaster/api-settings.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import { UNSYNCHRONISED_SETTINGS } from '#domain/audit/unsynchronised-settings.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import { compareVersions, parseVersion } from '#domain/firmware/version.ts';
import { ownEntry } from '#domain/own-entry.ts';
import { quoted } from '#domain/quoted.ts';

/** One fact is judged once: by the rules `api-settings`, `ntp`, `preference` and `geo-lists`. */
const JUDGED_ELSEWHERE: ReadonlySet<string> = new Set([
  ...Object.keys(API_SETTINGS),
  'ntphost',
  'haprefered',
  'geoclients',
  'geopartners',
]);

type Said = Readonly<Record<UnitName, UnitAudited>>;

const runTwoVersions = ({ first, second }: Said): boolean => {
  const [one, other] = [parseVersion(first.version), parseVersion(second.version)];
  return one !== undefined && other !== undefined && compareVersions(one, other) !== 0;
};

const differing = ({ first, second }: Said): readonly string[] => {
  const names = new Set([...Object.keys(first.settings), ...Object.keys(second.settings)]);
  return [...names]
    .filter((name) => !UNSYNCHRONISED_SETTINGS.has(name) && !JUDGED_ELSEWHERE.has(name))
    .toSorted()
    .flatMap((name) => {
      const [one, other] = [ownEntry(first.settings, name), ownEntry(second.settings, name)];
      // A unit leaves out what is not set (`getall`), so what only one of them has is a difference.
      const words = (value: string | undefined): string => (value === undefined ? 'unset' : quoted(value));
      return one === other ? [] : [`${name} ${words(one)} on first, ${words(other)} on second`];
    });
};

export const settingsEqual: Rule = {
  id: 'settings-equal',
  side: 'loadmaster',
  severity: 'medium',
  title: 'Both units have the same settings, but for those that each has of its own',
  why: 'After a take-over the pair behaves otherwise than before, and nobody has changed anything.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 4' },
    { words: 'High Availability (HA), Feature Description, section 4 (Sync)' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.2 (getall)' },
  ],
  remedy:
    'units synchronise within two minutes, from the active one: if it lasts, see that TCP 6973 is open between them and that both have one Partner Shared Secret (Certificates & Security > Remote Access); then set the setting on the active unit again (System Configuration)',
  check: (snapshot) =>
    judgeBoth(snapshot, (said) => {
      if (runTwoVersions(said))
        return { unknown: 'the units run two versions of firmware, which may have other settings' };
      const differences = differing(said);
      if (differences.length === 0) return undefined;
      return { seen: fewWords(differences), expected: 'the same settings on both units' };
    }),
};
