import { STYLE } from '#audit-report/html-style.ts';

/*
 * The page as Mustache templates. Everything is written with two braces, which escapes it; three are not to appear here.
 */

const HEAD = `<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Audit of {{region}}, {{reportAt.words}}</title>
<style>${STYLE}</style>
</head>`;

const PAIRS_TABLE = `<section class="wide" aria-labelledby="all-pairs">
<table>
<caption id="all-pairs">Pairs, worst first</caption>
<thead><tr><th scope="col">Pair</th><th scope="col" class="number">Score</th><th scope="col">Change</th><th scope="col" class="number">Critical</th><th scope="col" class="number">High</th><th scope="col" class="number">Medium</th><th scope="col" class="number">Low</th><th scope="col" class="number">Waived</th><th scope="col" class="number">Not assessed</th><th scope="col">Last audit</th></tr></thead>
<tbody>
{{#pairs}}
<tr><th scope="row"><a href="#{{anchor}}">{{pairId}}</a></th><td class="number">{{score}}</td><td>{{change}}</td>{{#cells}}<td class="number {{colour}}">{{count}}</td>{{/cells}}<td>{{lastAudit}}</td></tr>
{{/pairs}}
</tbody>
</table>
</section>`;

/** The whole page. */
export const PAGE = `<!doctype html>
<html lang="en-GB">
${HEAD}
<body>
<header>
<h1>Audit of {{region}}</h1>
<p class="muted">LoadMaster high-availability pairs, as known at <time datetime="{{reportAt.iso}}">{{reportAt.words}}</time></p>
</header>
<main>
<h2>In short</h2>
<p class="lead">{{summary}}</p>
<p>Score: {{scoreInWords}}</p>
{{#cut}}<p><strong>{{cut}}</strong></p>{{/cut}}
<ul class="counts">
{{#counts}}
<li><strong>{{count}}</strong> {{name}}</li>
{{/counts}}
</ul>
<h2>All pairs</h2>
<p>Pairs that were never judged come before all others: nobody knows how bad they are.</p>
${PAIRS_TABLE}
<h2>Pair by pair</h2>
{{#pairs}}
{{> pair}}
{{/pairs}}
</main>
<footer>
<p>The score is 0 to 100: what holds in what could be judged, weighed by severity. Not assessed is no pass: nobody could judge it. Waived is a risk that somebody answers for until a date; until then it counts as if it held.</p>
</footer>
</body>
</html>
`;

const PAIR = `<article aria-labelledby="{{anchor}}">
<h3 id="{{anchor}}">{{pairId}}</h3>
<p class="muted">{{standing}}</p>
{{#remark}}<p>{{remark}}</p>{{/remark}}
{{#rules}}{{> rule}}{{/rules}}
{{#waived}}{{> waived}}{{/waived}}
{{#notAssessed}}{{> not-assessed}}{{/notAssessed}}
{{#resolved}}{{> resolved}}{{/resolved}}
</article>`;

const RULE = `<section class="part">
<h4><span class="badge {{severity}}">{{severityName}}</span> <span class="muted">Required:</span> {{title}}</h4>
<ul class="items">
{{#faults}}
<li><span><strong>{{subject}}</strong>{{#isNew}} <span class="badge note">New</span>{{/isNew}}</span><span><span class="muted">Seen:</span> {{seen}}</span><span><span class="muted">Expected:</span> {{expected}}</span><span class="muted">First seen <time datetime="{{firstSeen.iso}}">{{firstSeen.words}}</time></span>{{#remarks}}<span class="rest">{{.}}</span>{{/remarks}}</li>
{{/faults}}
</ul>
<dl>
<dt>Why it matters</dt><dd>{{why}}</dd>
<dt>How to fix it</dt><dd>{{remedy}}</dd>
<dt>Who can fix it</dt><dd>{{whoFixes}}</dd>
<dt>Laid down in</dt><dd><ul>{{#citations}}<li>{{#url}}<a href="{{url}}" rel="noreferrer">{{words}}</a>{{/url}}{{^url}}{{words}}{{/url}}</li>{{/citations}}</ul></dd>
<dt>Rule</dt><dd>{{ruleId}}</dd>
</dl>
</section>`;

const WAIVED = `<section class="part">
<h4>Waived</h4>
<ul class="items">
{{#items}}
<li><span><strong>{{subject}}</strong></span><span class="rest"><span class="badge {{severity}}">{{severityName}}</span> <span class="muted">Required:</span> {{title}}</span><span class="rest"><span class="muted">Seen:</span> {{seen}}; <span class="muted">expected:</span> {{expected}}</span><span class="rest"><span class="muted">Until</span> <time datetime="{{until.iso}}">{{until.words}}</time>, {{owner}} <span class="muted">answers for it:</span> {{reason}}</span></li>
{{/items}}
</ul>
</section>`;

const NOT_ASSESSED = `<section class="part">
<h4>Not assessed</h4>
<ul class="items">
{{#items}}
<li><span><strong>{{subject}}</strong></span><span class="rest"><span class="muted">Required:</span> {{title}}</span><span class="rest"><span class="muted">Because:</span> {{why}}</span></li>
{{/items}}
</ul>
</section>`;

const RESOLVED = `<section class="part">
<h4>Resolved since the audit before</h4>
<ul class="items">
{{#items}}
<li><span><strong>{{subject}}</strong></span><span class="rest">{{title}} ({{ruleId}}); <span class="muted">was:</span> {{seen}}</span></li>
{{/items}}
</ul>
</section>`;

/** What the page is made of, by the names that it is asked for by. */
export const PARTS = {
  pair: PAIR,
  rule: RULE,
  waived: WAIVED,
  'not-assessed': NOT_ASSESSED,
  resolved: RESOLVED,
} as const;
