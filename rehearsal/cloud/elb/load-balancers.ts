import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { checkZones, elbArn, makeLoadBalancer, pathOf } from '#rehearsal/cloud/elb/load-balancer.ts';
import {
  changeLoadBalancerAttributes,
  initialLoadBalancerAttributes,
  type LoadBalancerAttributes,
} from '#rehearsal/cloud/elb/load-balancer-attributes.ts';
import type {
  EnabledZone,
  Listener,
  ListenerSpec,
  LoadBalancer,
  LoadBalancerSpec,
  LoadBalancerType,
} from '#rehearsal/cloud/elb/load-balancer-types.ts';
import type { TargetGroups } from '#rehearsal/cloud/elb/target-groups.ts';
import type { GroupProtocol } from '#rehearsal/cloud/elb/types.ts';

const refused = (code: string, message: string): CloudError => new CloudError(code, 400, message);

/** What goes by load balancers of each type. */
const PROTOCOLS: Readonly<Record<LoadBalancerType, GroupProtocol>> = { network: 'TCP', application: 'HTTP' };

interface Entry {
  loadBalancer: LoadBalancer;
  attributes: LoadBalancerAttributes;
}

/** The load balancers of the region and their listeners; a target group is in use while a listener forwards to it. */
export class LoadBalancers {
  readonly #context: CloudContext;
  readonly #targetGroups: TargetGroups;
  readonly #isSecurityGroup: (groupId: string) => boolean;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Map<string, Listener>();

  constructor(
    context: CloudContext,
    targetGroups: TargetGroups,
    isSecurityGroup: (groupId: string) => boolean,
  ) {
    this.#context = context;
    this.#targetGroups = targetGroups;
    this.#isSecurityGroup = isSecurityGroup;
  }

  all(): readonly LoadBalancer[] {
    return [...this.#entries.values()].map(({ loadBalancer }) => loadBalancer);
  }

  /** @throws CloudError DuplicateLoadBalancerName, ValidationError, InvalidConfigurationRequest, InvalidSecurityGroup */
  create(spec: LoadBalancerSpec): LoadBalancer {
    if (this.all().some((other) => other.name === spec.name)) {
      throw refused('DuplicateLoadBalancerName', `A load balancer with the same name '${spec.name}' exists`);
    }
    this.#checkSecurityGroups(spec.securityGroups ?? []);
    const loadBalancer = makeLoadBalancer(this.#context, spec);
    const attributes = initialLoadBalancerAttributes(loadBalancer.type);
    this.#entries.set(loadBalancer.loadBalancerArn, { loadBalancer, attributes });
    return loadBalancer;
  }

  /** @throws CloudError LoadBalancerNotFound */
  attributesOf(loadBalancerArn: string): LoadBalancerAttributes {
    return this.#require(loadBalancerArn).attributes;
  }

  /** @throws CloudError LoadBalancerNotFound, ValidationError, InvalidConfigurationRequest */
  modifyAttributes(
    loadBalancerArn: string,
    changes: Readonly<Record<string, string>>,
  ): LoadBalancerAttributes {
    const entry = this.#require(loadBalancerArn);
    const { type } = entry.loadBalancer;
    entry.attributes = changeLoadBalancerAttributes(type, entry.attributes, changes);
    return entry.attributes;
  }

  /** @throws CloudError LoadBalancerNotFound, ValidationError, InvalidConfigurationRequest */
  setSubnets(loadBalancerArn: string, zones: readonly EnabledZone[]): LoadBalancer {
    checkZones(this.#require(loadBalancerArn).loadBalancer, zones);
    const loadBalancer = this.change(loadBalancerArn, { availabilityZones: zones });
    const used = new Set(this.listenersOf(loadBalancerArn).map(({ targetGroupArn }) => targetGroupArn));
    for (const arn of used) this.#targetGroups.require(arn).setLoadBalancer(loadBalancer);
    return loadBalancer;
  }

  /** @throws CloudError LoadBalancerNotFound, InvalidSecurityGroup, InvalidConfigurationRequest */
  setSecurityGroups(loadBalancerArn: string, groupIds: readonly string[]): LoadBalancer {
    const { type, securityGroups } = this.#require(loadBalancerArn).loadBalancer;
    this.#checkSecurityGroups(groupIds);
    if (type === 'network' && (securityGroups.length === 0 || groupIds.length === 0)) {
      throw refused(
        'InvalidConfigurationRequest',
        'A Network Load Balancer has security groups from its creation to its end, or none',
      );
    }
    return this.change(loadBalancerArn, { securityGroups: groupIds });
  }

  /** @throws CloudError LoadBalancerNotFound */
  change(
    loadBalancerArn: string,
    part: Partial<Pick<LoadBalancer, 'availabilityZones' | 'securityGroups' | 'state'>>,
  ): LoadBalancer {
    const entry = this.#require(loadBalancerArn);
    entry.loadBalancer = { ...entry.loadBalancer, ...part };
    return entry.loadBalancer;
  }

  /**
   * @throws CloudError LoadBalancerNotFound, TargetGroupNotFound, DuplicateListener, TargetGroupAssociationLimit,
   * IncompatibleProtocols
   */
  listen(spec: ListenerSpec): Listener {
    const { loadBalancer } = this.#require(spec.loadBalancerArn);
    const group = this.#targetGroups.require(spec.targetGroupArn);
    const { protocol } = group.describe();
    if (protocol !== PROTOCOLS[loadBalancer.type]) {
      throw refused('IncompatibleProtocols', 'The specified configuration is not valid with this protocol');
    }
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
    const { ids } = this.#context;
    const listenerArn = elbArn(this.#context, 'listener', `${pathOf(loadBalancer)}/${ids.hex(16)}`);
    const listener: Listener = { ...spec, listenerArn, protocol };
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

  #require(loadBalancerArn: string): Entry {
    const entry = this.#entries.get(loadBalancerArn);
    if (entry === undefined) {
      throw refused('LoadBalancerNotFound', `Load balancers '[${loadBalancerArn}]' not found`);
    }
    return entry;
  }

  /** @throws CloudError InvalidSecurityGroup */
  #checkSecurityGroups(groupIds: readonly string[]): void {
    const unknown = groupIds.find((groupId) => !this.#isSecurityGroup(groupId));
    if (unknown === undefined) return;
    throw refused('InvalidSecurityGroup', `The security group '${unknown}' does not exist`);
  }
}
