import { describe, expect, it } from 'vitest';
import { MAX_ERRORS, parseEstate } from '#contracts/estate.ts';
import { MAX_ESTATE_BYTES } from '#contracts/estate-file.ts';
import { faultsOf } from './estate-samples.ts';

const NO_ALIASES = 'aliases are not read: write the value out, or put what pairs share under "defaults"';

describe('a text that is no estate', () => {
  it.each([
    { what: 'an empty file', text: '', fault: '1:1 : must be a mapping, and is empty' },
    { what: 'a file of comments', text: '# nothing yet\n', fault: '1:1 : must be a mapping, and is empty' },
    { what: 'a list', text: '[]', fault: '1:1 : must be a mapping' },
    { what: 'words', text: 'not an estate', fault: '1:1 : must be a mapping' },
    { what: 'a file without pairs', text: 'standalones: []', fault: '1:1 pairs: is required' },
    { what: 'a list that is empty', text: 'pairs:', fault: '1:7 pairs: must be a list, and is empty' },
    { what: 'a key twice', text: 'pairs: []\npairs: []', fault: '2:1 : "pairs" is here already' },
    {
      what: 'a key twice in JSON',
      text: '{"pairs": [],\n "pairs": []}',
      fault: '2:2 : "pairs" is here already',
    },
    { what: 'a key that is a list', text: '? [pairs]\n: []', fault: '1:3 : a key must be a word' },
    {
      what: 'a key that is built in',
      text: 'pairs: []\n__proto__: 1',
      fault: '2:1 __proto__: is not known here',
    },
    {
      what: 'a key that is inherited',
      text: 'pairs: []\ntoString: 1',
      fault: '2:1 toString: is not known here',
    },
    { what: 'CR LF line ends', text: 'pairs: []\r\nx: 1\r\n', fault: '2:1 x: is not known here' },
    { what: 'a byte order mark', text: '\ufeffpairs: []\nx: 1', fault: '2:1 x: is not known here' },
    { what: 'a tab', text: 'pairs:\n\t- id: a', fault: '2:1 : Tabs are not allowed as indentation' },
    {
      what: 'wrong indentation',
      text: 'pairs:\n  - id: a\n region: b',
      fault: '3:1 : All mapping items must start at the same column',
    },
    {
      what: 'a missing comma in JSON',
      text: '{"pairs": [\n  {"id": "a"}\n  {"id": "b"}\n]}',
      fault: '3:3 : Missing , or : between flow sequence items',
    },
    {
      what: 'a second document',
      text: 'pairs: []\n---\npairs: []',
      fault: '2:1 : a second document begins here; an estate is one',
    },
    { what: 'a tag', text: 'pairs: !include other.yaml', fault: '1:8 : Unresolved tag: !include' },
    { what: 'an alias', text: 'x: &x 1\npairs: *x', fault: `2:8 : ${NO_ALIASES}` },
    { what: 'an alias of itself', text: 'pairs: &x [*x]', fault: `1:12 : ${NO_ALIASES}` },
    {
      what: 'an old YAML version, in which 012 is ten',
      text: '%YAML 1.1\n---\npairs: []\ndefaults: {healthCheck: {healthyThreshold: 012}}',
      fault: '4:44 defaults.healthCheck.healthyThreshold: must be at most 10',
    },
  ])('is refused for $what', ({ text, fault }) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  it.each([
    { what: 'lists', text: '['.repeat(200_000), column: 32 },
    { what: 'sequences', text: '- '.repeat(200_000), column: 63 },
    { what: 'keys', text: '? '.repeat(200_000), column: 63 },
    { what: 'mappings', text: '{a: '.repeat(200_000), column: 125 },
  ])('is refused for $what within $what, before they are read', ({ text, column }) => {
    expect(faultsOf(text)).toEqual([`1:${column} : is nested too deeply`]);
  });

  it('is refused for its size in bytes, not in letters', () => {
    const padded = (bytes: number) => `pairs: []\n#${'é'.repeat((bytes - 11) / 2)}\n`.slice(0, -1);
    const fitting = padded(MAX_ESTATE_BYTES - 1);
    expect(Buffer.byteLength(fitting)).toBe(MAX_ESTATE_BYTES - 1);
    expect(faultsOf(fitting)).toEqual([]);
    expect(faultsOf(`${fitting}é`)).toEqual([`1:1 : the file is larger than ${MAX_ESTATE_BYTES} bytes`]);
  });
});

it('counts the lines that come after a stray bracket', () => {
  const [stray, next = ''] = faultsOf('pairs: []\n]\n\nx');
  expect(stray).toBe('2:1 : Unexpected flow-seq-end token in YAML stream: "]"');
  expect(next).toMatch(/^4:1 /);
});

it('says everything that is wrong with a file at once, from top to bottom', () => {
  const text = 'pairs: [1]\nstandalones: {}\ndefaults:\n  mode: on\n  preffered: none\nzones: 1\n';
  expect(faultsOf(text)).toEqual([
    '1:9 pairs[0]: must be a mapping',
    '2:14 standalones: must be a list',
    '4:9 defaults.mode: must be observe or enforce',
    '5:3 defaults.preffered: is not known here; did you mean "preferred"?',
    '6:1 zones: is not known here',
  ]);
});

it.each([
  { what: 'values', line: (index: number) => `- ${index}` },
  { what: 'unknown keys', line: (index: number) => `  key${index}:` },
])('shows a hundred of many wrong $what and counts the rest', ({ line }) => {
  const lines = Array.from({ length: 250 }, (_, index) => line(index));
  const [key, extra] = line(0).startsWith('-') ? ['pairs', 0] : ['defaults', 1];
  const parsed = parseEstate(`${key}:\n${lines.join('\n')}\n`);
  expect(parsed).toMatchObject({ ok: false, omitted: 150 + extra });
  expect(parsed.ok || parsed.errors).toHaveLength(MAX_ERRORS);
});

it('never repeats a value in an error: it could be a secret in the wrong place', () => {
  const text = `pairs: []\nstandalones:\n  - credentials: "pass word"\n    management: https://bal:pass-word@10.0.0.1\n`;
  expect(faultsOf(text).join()).not.toMatch(/pass.word/);
});
