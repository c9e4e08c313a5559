import { readFile } from 'node:fs/promises';
import { type Rule, readRules } from '#rehearsal/event-bus/rules.ts';

/** The rules that this project deploys. */
export const projectRules = async (): Promise<readonly Rule[]> =>
  readRules(await readFile(new URL('../../serverless.yml', import.meta.url), 'utf8'));
