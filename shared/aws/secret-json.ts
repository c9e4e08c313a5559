/** What a secret's JSON says; undefined where it is no JSON. The parser's error goes no further: it quotes the text. */
export const parseSecretJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
