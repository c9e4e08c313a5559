import * as variables from './variables.ts';

// The framework loads .js, and knows nothing of .ts.
export { variables as 'module.exports' };
