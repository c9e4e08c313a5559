import type { FixAction, HealthCheckChange, Ingress } from '#domain/pair/action.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';

const CHECK_WORDS: Readonly<Record<keyof HealthCheckChange, string>> = {
  protocol: 'protocol',
  port: 'port',
  path: 'path',
  intervalSeconds: 'interval in seconds',
  healthyThreshold: 'healthy threshold',
  unhealthyThreshold: 'unhealthy threshold',
  matcher: 'success codes',
};

const checkWords = (change: HealthCheckChange): string =>
  Object.entries(change)
    .map(([key, value]) => `${CHECK_WORDS[key as keyof HealthCheckChange]} ${value}`)
    .join(', ');

const portsOf = ({ protocol, fromPort, toPort }: Ingress): string => {
  if (fromPort === undefined) return protocol === '-1' ? 'everything' : protocol;
  return toPort === fromPort || toPort === undefined
    ? `${fromPort}/${protocol}`
    : `${fromPort}-${toPort}/${protocol}`;
};

const ingressWords = (ingress: Ingress): string =>
  `${portsOf(ingress)} from ${'cidr' in ingress.from ? ingress.from.cidr : ingress.from.group}`;

/** What puts a finding right, as an operator would write it into a change request. */
export const fixWords = (action: FixAction): string => {
  switch (action.kind) {
    case 'set-health-check':
      return `set the health check of ${targetGroupName(action.targetGroup)}: ${checkWords(action.check)}`;
    case 'set-target-group-attributes':
      return `set ${Object.entries(action.attributes)
        .map(([key, value]) => `${key} of ${targetGroupName(action.targetGroup)} to ${value}`)
        .join(', ')}`;
    case 'protect-instance':
      return `protect ${action.unit} (${action.instanceId}) from termination`;
    case 'allow-ingress':
      return `let ${ingressWords(action.ingress)} into ${action.securityGroup}`;
    case 'revoke-ingress':
      return `no longer let ${ingressWords(action.ingress)} into ${action.securityGroup}`;
    default:
      return action satisfies never;
  }
};
