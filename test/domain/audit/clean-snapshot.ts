import type { AwsSeen, IngressPermission } from '#domain/audit/aws-seen.ts';
import type { PairSnapshot, UnitSnapshot } from '#domain/audit/snapshot.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import { otherUnit, type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { allLists } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { asLoadMasterHasIt } from './unit-geo-sample.ts';

/*
 * A pair of which nothing is to be said: what every rule passes. It is in a GEO cluster with a standalone, has declared
 * everything an audit can be told, and faces the internet, so that every rule applies.
 */

const DAY_MS = 24 * 60 * MINUTE_MS;
export const LOAD_BALANCER =
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/lm/0123456789abcdef';
export const UNITS_GROUP = 'sg-000000000000000aa';
export const BALANCER_GROUP = 'sg-000000000000000bb';
export const SUBNETS = { first: 'subnet-0000000000000000a', second: 'subnet-0000000000000000b' } as const;
export const ZONES = { first: 'eu-west-1a', second: 'eu-west-1b' } as const;

export const AUDITED_PAIR: Pair = {
  ...SAMPLE_PAIR,
  partnerSecret: 'understudy/pair-a/partner',
  geoCluster: 'shop',
  geoMaster: 'first',
  audit: {
    everyMs: 6 * 60 * MINUTE_MS,
    deregistrationDelayMs: { least: 0, most: 5 * MINUTE_MS },
    terminatesConnections: { whenUnhealthy: true, whenDeregistered: false },
    minimumFirmware: '7.2.60.0',
    backupWithinMs: 7 * DAY_MS,
    clockWithinMs: MINUTE_MS / 2,
    expiresWithinMs: 30 * DAY_MS,
    fixesSecurityGroups: true,
  },
};

export const read = <T>(value: T): Reading<T> => ({ kind: 'read', value });

export const unread = (
  code: 'throttled' | 'loadmaster-unreachable' | 'loadmaster-certificate-changed' | 'loadmaster-api-disabled',
) => ({ kind: 'unread', code }) as const;

const byUnit = <T>(of: (unit: UnitName) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(UNIT_NAMES.map((unit) => [AUDITED_PAIR.units[unit].instanceId, of(unit)]));

const byGroup = <T>(value: T): Readonly<Record<string, T>> =>
  Object.fromEntries(AUDITED_PAIR.targetGroups.map((arn) => [arn, value]));

const tcp = (port: number, from: Partial<IngressPermission>): IngressPermission => ({
  protocol: 'tcp',
  fromPort: port,
  toPort: port,
  cidrs: [],
  groups: [],
  prefixLists: [],
  ...from,
});

const aws: AwsSeen = {
  targetGroups: byGroup(
    read({
      healthCheckProtocol: 'HTTP',
      healthCheckPort: '8444',
      healthCheckPath: '/',
      healthCheckIntervalSeconds: 10,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
      matcher: '200',
      targetType: 'instance',
      port: 443,
      loadBalancerArns: [LOAD_BALANCER],
    }),
  ),
  targets: byGroup(
    read([
      { id: AUDITED_PAIR.units.first.instanceId, port: 443, state: 'healthy' },
      {
        id: AUDITED_PAIR.units.second.instanceId,
        port: 443,
        state: 'unhealthy',
        reason: 'Target.FailedHealthChecks',
      },
    ]),
  ),
  targetGroupAttributes: byGroup(
    read({
      'deregistration_delay.timeout_seconds': '60',
      'deregistration_delay.connection_termination.enabled': 'false',
      'stickiness.enabled': 'false',
      'stickiness.type': 'source_ip',
      'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
      'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
      'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
      'target_health_state.unhealthy.connection_termination.enabled': 'true',
      'target_health_state.unhealthy.draining_interval_seconds': '0',
    }),
  ),
  loadBalancers: {
    [LOAD_BALANCER]: read({
      name: 'lm',
      type: 'network',
      state: 'active',
      scheme: 'internet-facing',
      zones: UNIT_NAMES.map((unit) => ({ zone: ZONES[unit], subnetId: SUBNETS[unit], elasticIp: true })),
      securityGroups: [BALANCER_GROUP],
    }),
  },
  loadBalancerAttributes: { [LOAD_BALANCER]: read({ 'load_balancing.cross_zone.enabled': 'true' }) },
  instances: byUnit((unit) =>
    read({
      state: 'running',
      spot: false,
      zone: ZONES[unit],
      subnetId: SUBNETS[unit],
      privateAddresses: [AUDITED_PAIR.units[unit].address],
      securityGroups: [UNITS_GROUP],
    }),
  ),
  instanceHealth: byUnit(() => read({ system: 'ok', instance: 'ok', events: [] })),
  terminationProtection: byUnit(() => read(true)),
  autoScaling: byUnit(() => read('none')),
  securityGroups: {
    [UNITS_GROUP]: read({
      name: 'units',
      ingress: [
        tcp(6973, { groups: [UNITS_GROUP] }),
        tcp(8444, { groups: [BALANCER_GROUP, UNITS_GROUP] }),
        tcp(443, { cidrs: ['0.0.0.0/0', '::/0'] }),
        tcp(8443, { cidrs: ['10.0.0.0/16'] }),
        tcp(22, { cidrs: ['10.0.9.0/24'] }),
      ],
    }),
    [BALANCER_GROUP]: read({ name: 'balancer', ingress: [tcp(443, { cidrs: ['0.0.0.0/0'] })] }),
  },
  subnets: {
    [SUBNETS.first]: read({ cidrs: ['10.0.1.0/24'] }),
    [SUBNETS.second]: read({ cidrs: ['10.0.2.0/24'] }),
  },
};

const addresses = (unit: UnitName) => {
  const { instanceId, address } = AUDITED_PAIR.units[unit];
  return { instanceId, address };
};

const MEMBER: GeoMember = {
  kind: 'pair',
  id: AUDITED_PAIR.id,
  region: AUDITED_PAIR.region,
  cluster: 'shop',
  master: 'first',
  units: { first: addresses('first'), second: addresses('second') },
};

const STANDALONE: GeoMember = {
  kind: 'standalone',
  id: 'alone',
  region: AUDITED_PAIR.region,
  cluster: 'shop',
  unit: { instanceId: 'i-0000000000000000c', address: '10.0.3.5' },
};

const expected = allLists([MEMBER, STANDALONE]).get(MEMBER) ?? [];

const unitSnapshot = (unit: UnitName): UnitSnapshot => {
  const own = AUDITED_PAIR.units[unit];
  const loadMaster: UnitAudited = {
    haStatus: unit === 'first' ? 'active' : 'standby',
    healthPort: 8444,
    bootedAt: NOW - 10 * DAY_MS,
    designation: unit,
    partner: AUDITED_PAIR.units[otherUnit(unit)].address,
    prefersFirst: false,
    version: '7.2.61.1.24109.RELEASE',
    allInterfaces: true,
    clock: { said: NOW, askedAt: NOW + 400 },
    ntpHosts: ['pool.ntp.org'],
    settings: {
      enableapi: 'yes',
      sessioncontrol: 'yes',
      sessionbasicauth: 'no',
      ntphost: 'pool.ntp.org',
      conntimeout: '660',
    },
    services: [{ name: 'shop', address: own.address, port: '443', protocol: 'tcp', enabled: true }],
    interfaces: [
      { id: 0, address: own.address, additionalAddresses: [] },
      { id: 1, address: unit === 'first' ? '10.0.11.5' : '10.0.12.5', additionalAddresses: [] },
    ],
    licence: { licensedUntil: NOW + 300 * DAY_MS, supportedUntil: NOW + 300 * DAY_MS },
    certificateExpiresAt: NOW + 300 * DAY_MS,
    ...asLoadMasterHasIt(expected, unit),
  };
  return { loadMaster: read(loadMaster), newestBackup: read(NOW - DAY_MS), pacified: false };
};

export const CLEAN_SNAPSHOT: PairSnapshot = {
  schemaVersion: 1,
  at: NOW,
  pair: AUDITED_PAIR,
  flapping: false,
  aws,
  units: { first: unitSnapshot('first'), second: unitSnapshot('second') },
  geo: { kind: 'expected', member: MEMBER, units: expected },
};
