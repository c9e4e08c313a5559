import { Logger } from '@aws-lambda-powertools/logger';

/** Structured log lines on stdout. Level from POWERTOOLS_LOG_LEVEL; events are never logged whole. */
export const makeLogger = (serviceName: string): Logger => new Logger({ serviceName });
