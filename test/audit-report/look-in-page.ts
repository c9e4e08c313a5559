import axe from 'axe-core';
import { JSDOM } from 'jsdom';

/** The page in a browser that paints nothing, and what an expression is worth there. */
export const lookInPage = (html: string): ((expression: string) => unknown) => {
  const { window } = new JSDOM(html, { runScripts: 'outside-only' });
  return (expression) => window.eval(expression);
};

/** What hinders somebody who cannot see the page, in words. Colours are not painted here: see `palette.test.ts`. */
export const hindrancesIn = async (html: string): Promise<readonly string[]> => {
  const look = lookInPage(html);
  look(axe.source);
  const found = await look(`axe.run(document, { rules: { 'color-contrast': { enabled: false } } })
    .then(({ violations }) => violations.map(({ id, help, nodes }) => id + ': ' + help + ': ' + nodes[0].html))`);
  return found as readonly string[];
};
