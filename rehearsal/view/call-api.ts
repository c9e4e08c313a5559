import type { WireRegion } from '#rehearsal/world/wire-region.ts';

const OPERATOR_HEADERS = { 'content-type': 'application/json', 'x-understudy-operator': 'you' } as const;

/** What came back, and that in a line for the view. */
export interface ApiAnswer {
  readonly ok: boolean;
  readonly answer: unknown;
  readonly words: string;
}

/** One request of whoever sits at the view. */
export const callApi = async (
  { region }: { readonly region: WireRegion },
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: object,
): Promise<ApiAnswer> => {
  const response = await fetch(`${region.functions.apiUrl}${path}`, {
    method,
    headers: OPERATOR_HEADERS,
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  const isRefusal = typeof answer === 'object' && answer !== null && 'message' in answer;
  const refusal = isRefusal ? ` ${String(answer.message)}` : '';
  return { ok: response.ok, answer, words: `${method} ${path} → ${response.status}${refusal}` };
};
