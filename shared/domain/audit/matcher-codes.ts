const RANGE = /^\s*(\d{3})\s*(?:-\s*(\d{3})\s*)?$/;

/** Whether a matcher such as `200-399` or `200,204` takes a code. What it cannot be read as takes none. */
export const accepts = (matcher: string, code: number): boolean =>
  matcher.split(',').some((part) => {
    const [, from, to = from] = RANGE.exec(part) ?? [];
    return from !== undefined && code >= Number(from) && code <= Number(to);
  });
