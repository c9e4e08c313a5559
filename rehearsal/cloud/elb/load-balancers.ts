import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { checkName } from '#rehearsal/cloud/elb/names.ts';
import type { TargetGroups } from '#rehearsal/cloud/elb/target-groups.ts';
import type { Listener, ListenerSpec, LoadBalancer, LoadBalancerSpec } from '#rehearsal/cloud/elb/types.ts';

const refused = (code: string, message: string): CloudError => new CloudError(code, 400, message);

/** The load balancers of the region and their listeners; a target group is in use while a listener forwards to it. */
export class LoadBalancers {
  readonly #context: CloudContext;
  readonly #targetGroups: TargetGroups;
  readonly #loadBalancers = new Map<string, LoadBalancer>();
  readonly #listeners = new Map<string, Listener>();

  constructor(context: CloudContext, targetGroups: TargetGroups) {
    this.#context = context;
    this.#targetGroups = targetGroups;
  }

  all(): readonly LoadBalancer[] {
    return [...this.#loadBalancers.values()];
  }

  /** @throws CloudError DuplicateLoadBalancerName, ValidationError */
  create(spec: LoadBalancerSpec): LoadBalancer {
    checkName('Load balancer', spec.name);
    if (spec.availabilityZones.length === 0)
      throw refused('ValidationError', 'At least one subnet must be specified');
    if (this.all().some((other) => other.name === spec.name)) {
      throw refused('DuplicateLoadBalancerName', `A load balancer with the same name '${spec.name}' exists`);
    }
    const { region, ids, scheduler } = this.#context;
    const id = ids.hex(16);
    const loadBalancer: LoadBalancer = {
      loadBalancerArn: this.#arn('loadbalancer', `net/${spec.name}/${id}`),
      dnsName: `${spec.name}-${id}.elb.${region}.amazonaws.com`,
      canonicalHostedZoneId: `Z${ids.hex(13).toUpperCase()}`,
      name: spec.name,
      type: 'network',
      scheme: spec.scheme ?? 'internet-facing',
      state: 'active',
      vpcId: spec.vpcId,
      availabilityZones: spec.availabilityZones,
      createdAt: scheduler.now(),
    };
    this.#loadBalancers.set(loadBalancer.loadBalancerArn, loadBalancer);
    return loadBalancer;
  }

  /** @throws CloudError LoadBalancerNotFound, TargetGroupNotFound, DuplicateListener, TargetGroupAssociationLimit */
  listen(spec: ListenerSpec): Listener {
    const loadBalancer = this.#require(spec.loadBalancerArn);
    const group = this.#targetGroups.require(spec.targetGroupArn);
    if (this.listenersOf(spec.loadBalancerArn).some((other) => other.port === spec.port)) {
      throw refused('DuplicateListener', 'A listener already exists on this port for this load balancer');
    }
    const [user = spec.loadBalancerArn] = group.describe().loadBalancerArns;
    if (user !== spec.loadBalancerArn) {
      throw refused(
        'TargetGroupAssociationLimit',
        `Target group '${spec.targetGroupArn}' is associated with another load balancer`,
      );
    }
    const path = spec.loadBalancerArn.slice(spec.loadBalancerArn.indexOf('net/'));
    const listenerArn = this.#arn('listener', `${path}/${this.#context.ids.hex(16)}`);
    const listener: Listener = { ...spec, listenerArn, protocol: 'TCP' };
    this.#listeners.set(listenerArn, listener);
    if (!group.isInUse) group.setLoadBalancer(loadBalancer);
    return listener;
  }

  /** @throws CloudError LoadBalancerNotFound */
  listenersOf(loadBalancerArn: string): readonly Listener[] {
    this.#require(loadBalancerArn);
    return [...this.#listeners.values()].filter((listener) => listener.loadBalancerArn === loadBalancerArn);
  }

  /** @throws CloudError ListenerNotFound */
  deleteListener(listenerArn: string): void {
    const listener = this.#listeners.get(listenerArn);
    if (listener === undefined) throw refused('ListenerNotFound', `Listeners '${listenerArn}' not found`);
    this.#listeners.delete(listenerArn);
    const isStillUsed = [...this.#listeners.values()].some(
      (other) => other.targetGroupArn === listener.targetGroupArn,
    );
    if (!isStillUsed) this.#targetGroups.require(listener.targetGroupArn).setLoadBalancer(undefined);
  }

  #require(loadBalancerArn: string): LoadBalancer {
    const loadBalancer = this.#loadBalancers.get(loadBalancerArn);
    if (loadBalancer === undefined) {
      throw refused('LoadBalancerNotFound', `Load balancers '[${loadBalancerArn}]' not found`);
    }
    return loadBalancer;
  }

  #arn(kind: 'loadbalancer' | 'listener', path: string): string {
    return `arn:aws:elasticloadbalancing:${this.#context.region}:${this.#context.accountId}:${kind}/${path}`;
  }
}
