import type { Citation, Rule } from '#domain/audit/rule.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import { actionWords } from '#domain/explain/plan.ts';
import { BROKEN_AWS } from '../test/domain/audit/broken-aws.ts';
import { BROKEN_LOADMASTER } from '../test/domain/audit/broken-loadmaster.ts';
import { table } from './state-cells.ts';

/*
 * The audit's rules as documentation, from the rules themselves. How one is put right is told by what it does about the
 * pairs that its tests break.
 */

const BROKEN = { ...BROKEN_AWS, ...BROKEN_LOADMASTER };

/** What Markdown would take for more than a character. */
const plain = (words: string): string => words.replaceAll(/[\\|<*]/g, '\\$&');

/** Some remedies are a sentence. */
const FULL_STOP = /\.$/;

const SIDE = { aws: 'AWS', loadmaster: 'LoadMaster' } as const satisfies Readonly<
  Record<Rule['side'], string>
>;

/** What its fix does about the first of its broken samples that it can do something about. */
const exampleOf = ({ id, check, fix }: Rule): string | undefined =>
  (BROKEN[id] ?? [])
    .flatMap(({ snapshot }) => check(snapshot).faults.map((fault) => fix?.(snapshot, fault)))
    .flatMap((fixed) => (fixed?.kind === 'action' ? [actionWords(fixed.action)] : []))[0];

const fixWords = (rule: Rule): string => {
  if (rule.fix === undefined) return 'Only a person can do that.';
  const where =
    rule.fixesSecurityGroups === true ? ', where the audit policy lets it change security groups' : '';
  const example = exampleOf(rule);
  const how = example === undefined ? '' : ` For example: ${plain(example)}.`;
  return `The control plane can, when asked or in a declared window${where}.${how}`;
};

const citationWords = ({ words, url }: Citation): string =>
  url === undefined ? `- ${plain(words)}` : `- [${plain(words)}](${url})`;

const section = (rule: Rule): readonly string[] => {
  const { id, severity, side, title, why, remedy, citations } = rule;
  return [
    `### ${id}`,
    `**${plain(title)}** (${severity}, ${SIDE[side]})`,
    plain(why),
    `To put it right: ${plain(remedy).replace(FULL_STOP, '')}. ${fixWords(rule)}`,
    citations.map(citationWords).join('\n'),
  ];
};

const row = ({ id, severity, side, title, fix }: Rule): readonly string[] => [
  `[${id}](#${id})`,
  severity,
  SIDE[side],
  plain(title),
  fix === undefined ? 'no' : 'yes',
];

/** The whole document. */
export const auditRules = (rules: readonly Rule[] = RULES): string =>
  [
    '# Audit rules',
    'Generated from the rules by `npm run docs:audit`; a test fails when they differ. A waiver, a row of a report and a ' +
      'finding in Security Hub name a rule by its id, which stays.',
    table(
      ['Rule', 'Severity', 'Side', 'What is to be so', 'Can be put right by the control plane'],
      rules.map(row),
    ),
    '## Each rule',
    ...rules.flatMap(section),
    '',
  ].join('\n\n');
