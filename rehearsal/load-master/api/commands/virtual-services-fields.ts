import { realServerFields } from '#rehearsal/load-master/api/commands/real-servers-fields.ts';
import { listField } from '#rehearsal/load-master/api/list-field.ts';
import type { Fields, Value } from '#rehearsal/load-master/api/reply.ts';
import type { FieldValues } from '#rehearsal/load-master/config/field-values.ts';
import type { VirtualService } from '#rehearsal/load-master/config/virtual-service.ts';
import type { VirtualServices } from '#rehearsal/load-master/config/virtual-services.ts';

const LEGACY_FIREWALL = ['opnormal', 'auditrelevant', 'reqdatadisable', 'resdatadisable'];
const FIREWALL = ['opnormal', 'auditnone', 'reqdatadisable', 'resdatadisable'];

/** Text that a service shows only once it is set. */
const OPTIONAL: FieldValues = {
  ExtraPorts: '',
  CheckCodes: '',
  CheckHost: '',
  CheckUrl: '',
  CertFile: '',
  DefaultGW: '',
};

/** The first fields that can be set, in the order of the published captures. */
const LEADING: FieldValues = { NickName: '', Enable: true, SSLReverse: false, SSLReencrypt: false };

/** The rest of them, with what a service just added shows. */
const SETTABLE: FieldValues = {
  AlertThreshold: 0,
  BlockingParanoia: 0,
  IPReputationBlocking: false,
  ExecutingParanoia: 0,
  AnomalyScoringThreshold: 0,
  PCRELimit: 0,
  JSONDLimit: 0,
  BodyLimit: 0,
  Transactionlimit: 0,
  Transparent: false,
  SubnetOriginating: true,
  ServerInit: 0,
  StartTLSMode: 0,
  Idletime: 660,
  Cache: false,
  Compress: false,
  Verify: 0,
  UseforSnat: false,
  ForceL4: false,
  ForceL7: true,
  MultiConnect: false,
  ClientCert: 0,
  SecurityHeaderOptions: 0,
  SameSite: 0,
  VerifyBearer: false,
  ErrorCode: '0',
  'CheckUse1.1': false,
  MatchLen: 0,
  CheckUseGet: 0,
  SSLRewrite: '0',
  VStype: 'http',
  FollowVSID: 0,
  Schedule: 'rr',
  CheckType: 'http',
  PersistTimeout: '0',
  CheckPort: '0',
  HTTPReschedule: false,
  EspEnabled: false,
  InputAuthMode: 0,
  OutputAuthMode: 0,
  AddVia: 0,
  QoS: 0,
  TlsType: '0',
  NeedHostName: false,
  OCSPVerify: false,
  AllowHTTP2: false,
  PassCipher: false,
  PassSni: false,
  ChkInterval: 0,
  ChkTimeout: 0,
  ChkRetryCount: 0,
  Bandwidth: 0,
  ConnsPerSecLimit: 0,
  RequestsPerSecLimit: 0,
  MaxConnsLimit: 0,
  RefreshPersist: false,
  ResponseStatusRemap: false,
  ResponseRemapMsgFormat: 0,
  EnhancedHealthChecks: false,
  RsMinimum: 0,
};

/** Everything `addvs` and `modvs` take beside the address. */
export const SERVICE_FIELDS: FieldValues = { ...LEADING, ...OPTIONAL, ...SETTABLE };

/** The captures are of web services on port 80; other services are taken for generic ones. */
const kindOf = ({ port, protocol, master }: VirtualService): FieldValues => {
  if (port === '80' || port === '443' || master !== undefined) return {};
  return { VStype: protocol === 'udp' ? 'udp' : 'gen', CheckType: protocol === 'udp' ? 'icmp' : 'tcp' };
};

const withoutUnsetText = (fields: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

/** A SubVS has no address of its own; how a unit writes that is not published, so it leaves it out. */
const addressOf = ({ address, port, master }: VirtualService): Fields =>
  master === undefined ? { VSAddress: address, VSPort: port } : {};

const subServiceFields = (service: VirtualService, services: VirtualServices): Fields => ({
  Status: services.statusOf(service),
  VSIndex: service.index,
  RsIndex: service.master?.rsIndex ?? 0,
  Name: service.fields.NickName ?? '',
  Forward: 'nat',
  Weight: 1000,
  Limit: 0,
  RateLimit: 0,
  Follow: 0,
  Enable: service.fields.Enable ?? true,
  Critical: false,
});

/** One service as v2 shows it. `singleElement`: the shape of lists of one. */
export const serviceFields = (
  service: VirtualService,
  services: VirtualServices,
  singleElement: 'array' | 'object',
): Fields => {
  const subServices = services.subServicesOf(service.index);
  const set: FieldValues = { ...kindOf(service), ...service.fields };
  const of = (fields: FieldValues) =>
    Object.fromEntries(Object.entries(fields).map(([name, initial]) => [name, set[name] ?? initial]));
  return {
    Status: services.statusOf(service),
    Index: service.index,
    ...addressOf(service),
    Layer: set.ForceL4 === true ? 4 : 7,
    ...withoutUnsetText(of(LEADING)),
    ...withoutUnsetText(of(OPTIONAL)),
    InterceptMode: 0,
    Intercept: false,
    InterceptOpts: LEGACY_FIREWALL,
    OwaspOpts: FIREWALL,
    ...of(SETTABLE),
    Protocol: service.protocol,
    NRules: 0,
    NRequestRules: 0,
    NResponseRules: 0,
    NMatchBodyRules: 0,
    NPreProcessRules: 0,
    MasterVS: subServices.length > 0 ? 1 : 0,
    MasterVSID: service.master?.index ?? 0,
    IsTransparent: 2,
    NumberOfRSs: service.realServers.length + subServices.length,
    ...listField(
      'SubVS',
      subServices.map((sub) => subServiceFields(sub, services)),
      singleElement,
    ),
    ...listField(
      'Rs',
      service.realServers.map((server) => realServerFields(service, server)),
      singleElement,
    ),
  };
};

/** The same for v1, which writes `Y` and `N` here where `getall` writes `yes` and `no`. */
export const asV1 = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueAsV1(value)]));

const valueAsV1 = (value: Value): Value => {
  if (typeof value === 'boolean') return value ? 'Y' : 'N';
  if (typeof value !== 'object') return value;
  if (!isList(value)) return asV1(value);
  return value.some((item) => typeof item === 'string') ? { Opt: value } : value.map(valueAsV1);
};

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
