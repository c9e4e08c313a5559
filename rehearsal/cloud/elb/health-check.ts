import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { GroupProtocol, HealthCheck } from '#rehearsal/cloud/elb/types.ts';
import type { ProbeAnswer } from '#rehearsal/network.ts';

/** AWS's defaults, by the protocol of the target group. @see Elastic Load Balancing API, CreateTargetGroup */
const DEFAULTS = {
  protocol: 'TCP',
  port: 'traffic-port',
  path: '/',
  intervalSeconds: 30,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: '200-399',
} as const;
const OF_GROUP = { TCP: {}, HTTP: { protocol: 'HTTP', matcher: '200' } } as const;
const DEFAULT_TIMEOUT_SECONDS = { HTTP: 6, TCP: 10 } as const;

/** @see Elastic Load Balancing API, CreateTargetGroup */
const RANGES = {
  intervalSeconds: [5, 300],
  timeoutSeconds: [2, 120],
  healthyThreshold: [2, 10],
  unhealthyThreshold: [2, 10],
} as const;

/** @see Elastic Load Balancing API, CreateTargetGroup: HealthCheckPort, HealthCheckPath */
const MOST_PORT = 65_535;
const PATH = /^\/\S{0,1023}$/;

/** AWS's defaults with these settings in their place. @throws CloudError ValidationError, InvalidConfigurationRequest */
export const completeHealthCheck = (given: Partial<HealthCheck>, of: GroupProtocol = 'TCP'): HealthCheck => {
  const defaults = { ...DEFAULTS, ...OF_GROUP[of] };
  const protocol = given.protocol ?? defaults.protocol;
  return changeHealthCheck(
    { ...defaults, protocol, timeoutSeconds: DEFAULT_TIMEOUT_SECONDS[protocol] },
    given,
  );
};

/** `current` with these changes. @throws CloudError ValidationError, InvalidConfigurationRequest */
export const changeHealthCheck = (current: HealthCheck, changes: Partial<HealthCheck>): HealthCheck => {
  const settings: HealthCheck = { ...current, ...changes };
  checkHttpOnly(settings, changes);
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    // The keys of RANGES are those of HealthCheck that hold numbers; `entries` forgets it.
    const value = settings[name as keyof typeof RANGES];
    if (!(Number.isInteger(value) && value >= least && value <= most)) {
      throw invalid(`Health check ${name} must be between ${least} and ${most}`);
    }
  }
  if (settings.timeoutSeconds > settings.intervalSeconds) {
    throw invalid('Health check timeout must not be greater than the interval');
  }
  const { port, path } = settings;
  if (port !== 'traffic-port' && !(port >= 1 && port <= MOST_PORT)) {
    throw invalid(`Health check port '${port}' must be 'traffic-port' or between 1 and ${MOST_PORT}`);
  }
  if (!PATH.test(path)) throw invalid(`Health check path '${path}' must begin with '/'`);
  matcherRanges(settings.matcher);
  return settings;
};

/** A TCP check has neither a path nor codes; what an HTTP check had before stays without effect. */
const checkHttpOnly = ({ protocol }: HealthCheck, changes: Partial<HealthCheck>): void => {
  if (protocol === 'HTTP') return;
  for (const name of ['path', 'matcher'] as const) {
    if (changes[name] === undefined) continue;
    throw new CloudError(
      'InvalidConfigurationRequest',
      400,
      `A health check ${name} is not supported for health checks with the TCP protocol`,
    );
  }
};

const invalid = (message: string): CloudError => new CloudError('ValidationError', 400, message);

type CodeRange = readonly [least: number, most: number];

/** @throws CloudError ValidationError for anything but codes and ranges between 200 and 599 */
const matcherRanges = (matcher: string): readonly CodeRange[] =>
  matcher.split(',').map((part) => {
    const [, from, to = from] = /^(\d{3})(?:-(\d{3}))?$/.exec(part) ?? [];
    const range: CodeRange = [Number(from), Number(to)];
    if (!(range[0] >= 200 && range[0] <= range[1] && range[1] <= 599)) {
      throw invalid(`Health check matcher HTTP code '${matcher}' must be within '200-599' inclusive`);
    }
    return range;
  });

/** A health check ready to be run many times. */
export interface CheckPlan {
  readonly intervalMs: DurationMs;
  readonly timeoutMs: DurationMs;
  readonly path: string;
  /** Absent: the port on which the target gets its traffic. */
  readonly port?: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  passes(answer: ProbeAnswer): boolean;
}

export const planHealthCheck = (settings: HealthCheck): CheckPlan => {
  const ranges = matcherRanges(settings.matcher);
  const isExpected = (status: number): boolean =>
    ranges.some(([least, most]) => status >= least && status <= most);
  return {
    intervalMs: settings.intervalSeconds * SECOND_MS,
    timeoutMs: settings.timeoutSeconds * SECOND_MS,
    path: settings.path,
    ...(settings.port !== 'traffic-port' && { port: settings.port }),
    healthyThreshold: settings.healthyThreshold,
    unhealthyThreshold: settings.unhealthyThreshold,
    // A TCP check passes with the connection: whatever status came over it, it was there.
    passes: (answer) =>
      answer.kind === 'status' && (settings.protocol === 'TCP' || isExpected(answer.status)),
  };
};
