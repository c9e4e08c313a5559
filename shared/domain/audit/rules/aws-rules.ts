import type { Rule } from '#domain/audit/rule.ts';
import { connectionTermination } from '#domain/audit/rules/aws/connection-termination.ts';
import { crossZone } from '#domain/audit/rules/aws/cross-zone.ts';
import { deregistrationDelay } from '#domain/audit/rules/aws/deregistration-delay.ts';
import { differentZones } from '#domain/audit/rules/aws/different-zones.ts';
import { elasticIps } from '#domain/audit/rules/aws/elastic-ips.ts';
import { failOpen } from '#domain/audit/rules/aws/fail-open.ts';
import { healthCheckPath } from '#domain/audit/rules/aws/health-check-path.ts';
import { healthCheckPort } from '#domain/audit/rules/aws/health-check-port.ts';
import { healthCheckProtocol } from '#domain/audit/rules/aws/health-check-protocol.ts';
import { healthCheckTiming } from '#domain/audit/rules/aws/health-check-timing.ts';
import { healthPortOpen } from '#domain/audit/rules/aws/health-port-open.ts';
import { listeners } from '#domain/audit/rules/aws/listeners.ts';
import { loadBalancerActive } from '#domain/audit/rules/aws/load-balancer-active.ts';
import { loadBalancerType } from '#domain/audit/rules/aws/load-balancer-type.ts';
import { managementNotPublic } from '#domain/audit/rules/aws/management-not-public.ts';
import { matcher } from '#domain/audit/rules/aws/matcher.ts';
import { onlyThePair } from '#domain/audit/rules/aws/only-the-pair.ts';
import { partnerPort } from '#domain/audit/rules/aws/partner-port.ts';
import { registered } from '#domain/audit/rules/aws/registered.ts';
import { scheduledEvents } from '#domain/audit/rules/aws/scheduled-events.ts';
import { sshNotPublic } from '#domain/audit/rules/aws/ssh-not-public.ts';
import { statusChecks } from '#domain/audit/rules/aws/status-checks.ts';
import { stickiness } from '#domain/audit/rules/aws/stickiness.ts';
import { targetType } from '#domain/audit/rules/aws/target-type.ts';
import { terminationGuard } from '#domain/audit/rules/aws/termination-guard.ts';
import { unitsRunning } from '#domain/audit/rules/aws/units-running.ts';
import { zonesEnabled } from '#domain/audit/rules/aws/zones-enabled.ts';

/** What AWS says, in the order of a connection's way: load balancer, target groups, instances, their network. */
export const AWS_RULES: readonly Rule[] = [
  loadBalancerType,
  loadBalancerActive,
  listeners,
  elasticIps,
  zonesEnabled,
  crossZone,
  healthCheckProtocol,
  healthCheckPort,
  healthCheckPath,
  matcher,
  healthCheckTiming,
  targetType,
  registered,
  onlyThePair,
  failOpen,
  stickiness,
  deregistrationDelay,
  connectionTermination,
  unitsRunning,
  statusChecks,
  scheduledEvents,
  terminationGuard,
  differentZones,
  partnerPort,
  healthPortOpen,
  managementNotPublic,
  sshNotPublic,
];
