/** How a setting is written: v1 always sends text, v2 its own types. */
type Form = 'text' | 'flag' | 'number' | 'list';

export interface Setting {
  readonly form: Form;
  /** As a published capture shows it on a unit of 7.2.54.12. */
  readonly initial: string;
  /** Belongs to this unit alone, so a standby may change it. @see LoadMaster HA for AWS, section 4 */
  readonly local?: true;
  readonly range?: readonly [least: number, most: number];
  /** Its name as the captured `getall` spells it, where that is not in lower case. */
  readonly shownAs?: string;
}

const flag = (initial: 'yes' | 'no', other: Partial<Setting> = {}): Setting => ({
  form: 'flag',
  initial,
  ...other,
});

const number = (initial: string, range: Setting['range'] = [0, 1_000_000], shownAs?: string): Setting => ({
  form: 'number',
  initial,
  range,
  ...(shownAs === undefined ? {} : { shownAs }),
});

const PORTS = [3, 65530] as const;

/** In the order of a captured `getall`; the port is that of the images for AWS. @see RESTful API interface description, 3 */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  dfltgw: { form: 'text', initial: '10.0.0.2', local: true },
  snat: flag('yes'),
  sshaccess: flag('yes'),
  sshport: number('22', PORTS),
  wuiaccess: flag('yes'),
  wuiiface: { form: 'text', initial: '0', local: true },
  wuiport: { form: 'number', initial: '8443', local: true, range: PORTS },
  apiport: { form: 'number', initial: '8443', local: true, range: PORTS },
  routefilter: flag('no'),
  transparent: flag('no'),
  expect100: number('2', [0, 2]),
  localbind: flag('no'),
  addcookieport: flag('no'),
  subnetoriginating: flag('no'),
  nonlocalrs: flag('yes'),
  multigw: flag('no'),
  addforwardheader: number('1', [0, 2]),
  conntimeout: number('660', [0, 86400]),
  tcptimestamp: flag('no'),
  paranoia: number('1', [0, 3]),
  cachesize: number('100', [1, 409]),
  resetclose: flag('no'),
  rfcconform: flag('yes'),
  keepalive: flag('yes'),
  enableapi: flag('yes', { local: true }),
  allowupload: flag('no'),
  dropatdrainend: flag('no'),
  droponfail: flag('no'),
  closeonerror: flag('no'),
  rsarelocal: flag('no'),
  slowstart: number('0', [0, 600]),
  subnetorigin: flag('no'),
  onlydefaultroutes: flag('no'),
  // As captured; 60 to 86400 when it is set.
  sessionidletime: number('0', [0, 86400]),
  // 3 is what the hardening guide finds and recommends to leave; 0 blocks nobody.
  sessionmaxfailattempts: number('3', [0, 999]),
  sessioncontrol: flag('yes'),
  sessionbasicauth: flag('no'),
  ntphost: { form: 'text', initial: 'pool.ntp.org' },
  nameserver: { form: 'list', initial: '8.8.8.8', local: true },
  hostname: { form: 'text', initial: 'lb100', local: true },
  admincert: { form: 'text', initial: 'No Admin Certificate assigned', local: true },
  tethering: flag('yes', { shownAs: 'Tethering' }),
  allowemptyposts: flag('no'),
  wuitlsprotocols: number('0', [0, 30], 'WUITLSProtocols'),
  sharesubvspersist: flag('no', { shownAs: 'ShareSubVSPersist' }),
  forcefullrsmatch: flag('no', { shownAs: 'ForceFullRSMatch' }),
  tcpnorecycle: flag('no', { shownAs: 'TCPnorecycle' }),
  l7ntlmproxy: flag('yes', { shownAs: 'L7NTLMProxy' }),
  geoclients: { form: 'text', initial: '' },
  geopartners: { form: 'text', initial: '' },
  geosshport: number('22', PORTS),
  geo_ssh_iface: { form: 'text', initial: '0' },
  clientcpslimit: number('0', undefined, 'ClientCPSLimit'),
  clientrpslimit: number('0', undefined, 'ClientRPSLimit'),
  clientmaxconnslimit: number('0', undefined, 'ClientMaxConnsLimit'),
  clientmaxbandwidthlimit: number('0', undefined, 'ClientMaxBandwidthLimit'),
  sslforceserververify: flag('no', { shownAs: 'SSLForceServerVerify' }),
};
