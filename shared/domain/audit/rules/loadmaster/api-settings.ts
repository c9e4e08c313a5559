import { type Judged, judgeEachUnit, whereRead } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import { ownEntry } from '#domain/own-entry.ts';

type Flag = 'yes' | 'no';

/** What API v2 needs, by parameter name. @see LoadMaster API v2 documentation */
export const API_SETTINGS = {
  enableapi: 'yes',
  sessioncontrol: 'yes',
  sessionbasicauth: 'no',
} as const satisfies Readonly<Record<string, Flag>>;

const NAMES = Object.keys(API_SETTINGS) as readonly (keyof typeof API_SETTINGS)[];

/** "Y or N; y or n; 1 or 0". @see LoadMaster Interface Description, RESTful API, section 2.7 */
const flagOf = ({ settings }: UnitAudited, name: string): Flag | undefined => {
  const text = ownEntry(settings, name) ?? '';
  if (/^(y|yes|1|true)$/i.test(text)) return 'yes';
  return /^(n|no|0|false)$/i.test(text) ? 'no' : undefined;
};

const judge = (said: UnitAudited): Judged => {
  const flags = NAMES.map((name) => ({ name, is: flagOf(said, name) }));
  const wrong = flags.filter(({ name, is }) => is !== undefined && is !== API_SETTINGS[name]);
  if (wrong.length > 0)
    return {
      seen: wrong.map(({ name, is }) => `${name} ${is}`).join(', '),
      expected: wrong.map(({ name }) => `${name} ${API_SETTINGS[name]}`).join(', '),
    };
  const silent = flags.filter(({ is }) => is === undefined).map(({ name }) => name);
  return silent.length === 0 ? undefined : { unknown: `the unit does not say ${silent.join(', ')}` };
};

export const apiSettings: Rule = {
  id: 'api-settings',
  side: 'loadmaster',
  severity: 'high',
  title: 'Each unit is set up so that its API can be used',
  why: 'Without them Understudy gets no answer from the unit: a switchover, a drain and a change of firmware stop half-way or do not begin.',
  citations: [
    { words: 'LoadMaster Interface Description, RESTful API, sections 2.4, 3.12.4 and 3.12.5' },
    {
      words: 'LoadMaster API v2 documentation (session management on, basic authentication off)',
      url: 'https://loadmasterapiv2.docs.progress.com/',
    },
  ],
  remedy:
    'select Enable API Interface (Certificates & Security > Remote Access) and Enable Session Management, and clear Require Basic Authentication (Certificates & Security > Admin WUI Access)',
  check: ({ units }) =>
    judgeEachUnit((unit) => {
      const { loadMaster } = units[unit];
      // By which of the settings an API is off that says nothing, it does not say.
      if (loadMaster.kind === 'unread' && loadMaster.code === 'loadmaster-api-disabled')
        return {
          seen: 'the API is off',
          expected: NAMES.map((name) => `${name} ${API_SETTINGS[name]}`).join(', '),
        };
      return whereRead(loadMaster, judge);
    }),
};
