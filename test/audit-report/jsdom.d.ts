/** What of `jsdom` is used: its published types want those of a browser, which nothing here runs in. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string, options?: { readonly runScripts?: 'outside-only' });
    /** `eval` runs in the page's own world. */
    readonly window: { readonly eval: (code: string) => unknown };
  }
}
