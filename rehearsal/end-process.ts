/**
 * Ends the process, once everything is done and stopped. Node left to itself has been seen never to end after as many
 * connections as a rehearsal makes: it turned for ever in the clean-up of its own handles.
 *
 * @see https://github.com/nodejs/node/issues/47748
 */
export const endProcess = (code: number): never => process.exit(code);
