import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseResponse } from '#loadmaster/v1/xml.ts';

const response = (content: string): string => `<Response stat="200" code="ok">${content}</Response>`;

describe('a v1 document', () => {
  it('has names in lower case and attributes of the root only', () => {
    const xml = response('<Data><RsIndex>1</RsIndex><a b="c">d</a></Data>');
    expect(parseResponse(xml)).toEqual({
      '@stat': '200',
      '@code': 'ok',
      data: { rsindex: '1', a: 'd' },
    });
  });

  it.each([
    { what: 'surrounding line breaks', inner: '\n100\n', text: '100' },
    { what: 'numbers as they are written', inner: '007', text: '007' },
    { what: 'the five entities', inner: '&amp;&lt;&gt;&quot;&apos;', text: '&<>"\'' },
    { what: 'numeric references', inner: '&#233;&#xe9;&#x1F600;', text: 'éé😀' },
    { what: 'a reference once only', inner: '&amp;lt;', text: '&lt;' },
    { what: 'a reference beyond Unicode', inner: '&#x110000;', text: '&#x110000;' },
    { what: 'an entity of nobody’s', inner: '&nbsp;', text: '&nbsp;' },
    { what: 'an ampersand by itself', inner: 'A & B&C', text: 'A & B&C' },
    { what: 'CDATA', inner: 'x<![CDATA[<&amp;>]]>y', text: 'x<&amp;>y' },
    { what: 'nothing', inner: '', text: '' },
  ])('reads $what', ({ inner, text }) => {
    expect(parseResponse(response(`<v>${inner}</v>`))?.v).toBe(text);
  });

  it.each([
    { what: 'HTTP headers', before: 'Content-Type: text/xml\r\nStatus: 200\r\n\r\n' },
    { what: 'a prolog', before: '<?xml version="1.0" encoding="ISO-8859-1"?>\n' },
    { what: 'the output of a command', before: 'SIOCSIFMTU: Invalid argument\n' },
  ])('may stand behind $what', ({ before }) => {
    expect(parseResponse(`${before}${response('x')}\n\n`)).toMatchObject({ '@stat': '200' });
  });

  it.each([
    { what: 'a document type', xml: `<!DOCTYPE x [<!ENTITY a "b">]>${response('<v>&a;</v>')}` },
    { what: 'a document type in small letters', xml: `<!doctype html>${response('x')}` },
    { what: 'an entity', xml: response('<v><!ENTITY a "b"></v>') },
    { what: 'an open element', xml: '<Response stat="200"><Success><Data><a>1</Data></Success></Response>' },
    { what: 'half of it', xml: response('<a>1</a>').slice(0, -12) },
    { what: 'two roots', xml: response('a') + response('b') },
    { what: 'another root', xml: '<html><body>Response</body></html>' },
    { what: 'twenty levels', xml: response('<a>'.repeat(20) + '</a>'.repeat(20)) },
    { what: 'a name that is not to be had', xml: response('<__proto__>x</__proto__>') },
    { what: 'nothing', xml: '' },
  ])('is not taken with $what', ({ xml }) => {
    expect(parseResponse(xml)).toBeUndefined();
  });

  it('never expands what a document defines', () => {
    const lol = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">';
    expect(parseResponse(`<?xml version="1.0"?><!DOCTYPE l [${lol}]>${response('&b;')}`)).toBeUndefined();
  });

  it('is fields or nothing, whatever the text', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      'Response',
      ' stat="200"',
      '&',
      '&#',
      ';',
      '<![CDATA[',
      ']]>',
      'a',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const fields = parseResponse(`<Response${pieces.join('')}`);
        expect(fields === undefined || typeof fields === 'object').toBe(true);
      }),
    );
  });
});
