/** What a benchmark came to: it holds its figures against its own limits. */
export interface BenchResult {
  readonly passed: boolean;
  readonly figures: Readonly<Record<string, number>>;
}
