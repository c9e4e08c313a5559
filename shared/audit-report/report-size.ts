/**
 * Of a report as text, in UTF-8. A function's answer has 6 MB at most, in JSON, in which each quotation mark and line end
 * takes two bytes.
 * @see Lambda Developer Guide, Lambda quotas
 */
export const MOST_REPORT_BYTES = 4_500_000;
