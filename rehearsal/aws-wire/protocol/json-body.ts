/** The value that the body is; an empty body is an object without members. @throws what `malformed` gives */
export const parseJsonBody = (body: Buffer, malformed: () => Error): unknown => {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed();
    throw error;
  }
};
