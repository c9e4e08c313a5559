/** The colours of the report, by the names of its CSS properties. */
export interface Palette {
  readonly page: string;
  readonly surface: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly link: string;
  readonly critical: string;
  readonly 'critical-ink': string;
  readonly high: string;
  readonly 'high-ink': string;
  readonly medium: string;
  readonly 'medium-ink': string;
  readonly low: string;
  readonly 'low-ink': string;
  readonly note: string;
  readonly 'note-ink': string;
}

export const LIGHT: Palette = {
  page: '#ffffff',
  surface: '#f4f6f8',
  line: '#cfd6de',
  text: '#1b2027',
  muted: '#545d68',
  link: '#0a4fa8',
  critical: '#a3112b',
  'critical-ink': '#ffffff',
  high: '#ffd3b0',
  'high-ink': '#5a2300',
  medium: '#ffeb99',
  'medium-ink': '#4a3800',
  low: '#dbe8f6',
  'low-ink': '#173a5e',
  note: '#e7e2f7',
  'note-ink': '#3c2a78',
};

export const DARK: Palette = {
  page: '#10151b',
  surface: '#1a2129',
  line: '#394450',
  text: '#e7ebf0',
  muted: '#a6b1bd',
  link: '#8fbcff',
  critical: '#ff8f9c',
  'critical-ink': '#2b0007',
  high: '#7a3c10',
  'high-ink': '#ffe6d1',
  medium: '#57490c',
  'medium-ink': '#fff1b8',
  low: '#1f3c5a',
  'low-ink': '#d8e9ff',
  note: '#3a2f63',
  'note-ink': '#ebe5ff',
};

/** What is written on what: each is to differ by 4.5 to 1 at least. @see WCAG 2.2, 1.4.3 Contrast (Minimum) */
export const WRITTEN_ON: readonly (readonly [ink: keyof Palette, ground: keyof Palette])[] = [
  ['text', 'page'],
  ['text', 'surface'],
  ['muted', 'page'],
  ['muted', 'surface'],
  ['link', 'page'],
  ['link', 'surface'],
  ['critical-ink', 'critical'],
  ['high-ink', 'high'],
  ['medium-ink', 'medium'],
  ['low-ink', 'low'],
  ['note-ink', 'note'],
];
